import { at, type Cube, type Matrix, type Vector, zeroCube, zeros } from "./linear-algebra.ts";
import { stepsOf } from "./steps.ts";

/** What a forward pass takes, by the contract's names; a cell may have more weights and states. */
export interface CellValues {
  x: Cube;
  weightIh: Matrix;
  /** Without rows for a cell that has no recurrent weights. */
  weightHh: Matrix;
  biasIh: Vector;
  biasHh: Vector;
  h0: Matrix;
  lengths: Vector;
  [more: string]: Vector | Matrix | Cube;
}

/** One row's state by the names of its parts. */
type State = { h: Vector; [more: string]: Vector };

/**
 * A cell in float64, one step of one row forward and one back; the loops over rows and time are
 * {@link runForward} and {@link runBackward}.
 */
export interface ReferenceCell<O extends object = object> {
  /** How many blocks of hiddenSize rows its weights have. */
  readonly gates: number;
  /** The parts of its state, h first. */
  readonly states: readonly string[];
  /** Whether it has weights for h, and a second bias. Default true. */
  readonly recurrent?: boolean;
  /** What else a step leaves for the gradient: its width in units of hiddenSize, in the kernel's order. */
  readonly reserve: Readonly<Record<string, number>>;
  step(
    x: Vector,
    state: State,
    weights: CellValues,
    options: O,
  ): { state: State; reserve?: Record<string, Vector> };
  /** Undefined for a cell without kernels: its gradients are differences of the forward pass. */
  readonly gradient?: ReferenceGradient<O>;
}

export interface ReferenceGradient<O extends object = object> {
  /** Those of y, `previous` (the h a step started from) and the reserve that it takes. */
  readonly saved: readonly string[];
  /** Initial states that it takes. */
  readonly initial: readonly string[];
  /** Whether U h + b_hh has a gradient other than that of W x + b_ih. */
  readonly dHidden: boolean;
  /** What U of each gate was multiplied with, by the name of a saved value. */
  multiplied(options: O): readonly string[];
  /**
   * @param d      the gradient at the step's state
   * @param here   the saved values of this step
   * @param start  the saved values of the step that the walk made before it, none at its first
   * @param first  the initial states
   */
  step(
    d: State,
    here: Record<string, Vector>,
    start: Record<string, Vector> | undefined,
    first: Record<string, Vector>,
    weightHh: Matrix,
    options: O,
  ): { d: State; dGates: Vector; dHidden?: Vector };
}

/** y and the final states "hN", ..., then the reserve, then `previous`: the h each step started from. */
export interface ForwardResult {
  y: Cube;
  hN: Matrix;
  previous: Cube;
  [more: string]: Matrix | Cube;
}

/** Every row over its valid steps. */
export function runForward<O extends object>(
  cell: ReferenceCell<O>,
  values: CellValues,
  options: O & { reverse: boolean },
): ForwardResult {
  const { x, weightIh, weightHh, lengths } = values;
  const cube = (width: number) => zeroCube(x.length, x[0]?.length ?? 0, width);
  const hiddenSize = weightIh.length / cell.gates;
  const width = weightHh[0]?.length ?? hiddenSize;
  const [y, previous] = [cube(width), cube(width)];
  const reserve = Object.entries(cell.reserve).map(([name, k]) => [name, cube(k * hiddenSize)]);
  const cubes = Object.fromEntries(reserve) as Record<string, Cube>;

  const states = x.map((row, b) => {
    const initial = cell.states.map((part) => [part, at(values[`${part}0`] as Matrix, b)]);
    let state = Object.fromEntries(initial) as State;
    for (const t of stepsOf(at(lengths, b), options.reverse)) {
      at(previous, b)[t] = state.h;
      const next = cell.step(at(row, t), state, values, options);
      state = next.state;
      at(y, b)[t] = state.h;
      for (const [name, value] of Object.entries(next.reserve ?? {})) {
        (cubes[name]?.[b] as Matrix)[t] = value;
      }
    }
    return state;
  });
  const final = cell.states.map((part) => [`${part}N`, states.map((row) => row[part] as Vector)]);
  return { y, ...(Object.fromEntries(final) as { hN: Matrix }), ...cubes, previous };
}

/** What a gradient kernel takes: dy, dhN, ..., weightHh, lengths, and what its forward pass saved. */
export interface GradientValues {
  dy: Cube;
  dhN: Matrix;
  weightHh: Matrix;
  lengths: Vector;
  [more: string]: Vector | Matrix | Cube;
}

/** dGates and, where the cell has it, dHidden; then "dh0", ...: the outputs of a gradient kernel in order. */
export interface BackwardResult {
  dGates: Cube;
  dHidden?: Cube;
  dh0: Matrix;
  [more: string]: Matrix | Cube | undefined;
}

/** Backward through time: the gradients at the gates' inputs and at the initial state. */
export function runBackward<O extends object>(
  { gates, states, gradient }: ReferenceCell<O>,
  values: GradientValues,
  options: O & { reverse: boolean },
): BackwardResult {
  if (!gradient) throw new RangeError("runBackward: the cell must have a gradient, got none.");
  const { dy, dhN, weightHh, lengths } = values;
  const width = gates * (dhN[0]?.length ?? 0);
  const cube = () => dy.map((row) => row.map(() => zeros(width)));
  const [dGates, dHidden] = [cube(), cube()];
  const saved = (b: number, t: number) =>
    Object.fromEntries(gradient.saved.map((name) => [name, at(at(values[name] as Cube, b), t)]));
  const rows = (names: readonly string[], b: number) =>
    names.map((name) => [name, at(values[name] as Matrix, b)] as const);

  const initial = dhN.map((_, b) => {
    const first = Object.fromEntries(rows(gradient.initial, b));
    let d = Object.fromEntries(
      states.map((part) => [part, at(values[`d${part}N`] as Matrix, b)]),
    ) as State;
    const steps = stepsOf(at(lengths, b), options.reverse);
    for (let k = steps.length - 1; k >= 0; k--) {
      const t = at(steps, k);
      const start = k === 0 ? undefined : saved(b, at(steps, k - 1));
      const dOut = { ...d, h: d.h.map((value, j) => value + at(at(at(dy, b), t), j)) };
      const step = gradient.step(dOut, saved(b, t), start, first, weightHh, options);
      at(dGates, b)[t] = step.dGates;
      at(dHidden, b)[t] = step.dHidden ?? step.dGates;
      d = step.d;
    }
    return d;
  });
  const dStates = states.map((part) => [`d${part}0`, initial.map((row) => row[part] as Vector)]);
  return {
    dGates,
    ...(gradient.dHidden && { dHidden }),
    ...(Object.fromEntries(dStates) as { dh0: Matrix }),
  };
}
