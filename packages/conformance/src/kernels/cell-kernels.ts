import type { KernelName } from "@unroll/core";
import type { CellKind, CellVariant } from "../cells/cell-kind.ts";
import {
  draw,
  type HostTensor,
  host,
  integers,
  type Nested,
  nested,
  zeroTensor,
} from "../draw/host-tensor.ts";
import {
  type CellValues,
  type GradientValues,
  type ReferenceGradient,
  runBackward,
  runForward,
} from "../reference/cell.ts";
import type { Call } from "./call-kernel.ts";
import type { KernelCase } from "./kernel-case.ts";
import {
  drawOutputGradients,
  lengthsOf,
  type SequenceDraw,
  sequenceVariants,
} from "./sequence-variants.ts";

/** A kind of cell that has kernels. */
export type CellWithKernels = CellKind & {
  readonly kernels: { readonly forward: KernelName; readonly gradient: KernelName };
  readonly reference: { readonly gradient: ReferenceGradient };
};

export const hasKernels = (kind: CellKind): kind is CellWithKernels =>
  kind.kernels !== undefined && kind.reference.gradient !== undefined;

/** A call of a cell's kernel; the names of its inputs follow from the cell's states and reserve. */
export interface CellCall {
  inputs: Record<string, HostTensor>;
  attrs: { reverse: boolean; reserve?: boolean };
}

/** Both kernels of a cell. */
export function cellKernels(kind: CellWithKernels): [forward: KernelCase, gradient: KernelCase] {
  const { kernels, reference, variants } = kind;
  const reserves = keepsReserve(kind) ? [true, false] : [false];
  const prefix = ({ name }: CellVariant) => (name ? `${name}, ` : "");
  return [
    {
      kernel: kernels.forward,
      tolerance: "forward",
      variants: variants.flatMap((variant) =>
        reserves.flatMap((reserve) => {
          const kept = reserve ? "with reserve, " : "without reserve, ";
          return sequenceVariants<KernelName>(
            (drawn) => contractCall(forwardCall(kind, variant, drawn, reserve)),
            prefix(variant) + (keepsReserve(kind) ? kept : ""),
          );
        }),
      ),
      reference: ({ inputs, attrs }) => {
        const call = { inputs, attrs } as unknown as CellCall;
        const result = runForward(reference, cellValues(kind, call.inputs), call.attrs);
        return pick(result, outputNames(kind, call.attrs.reserve));
      },
    },
    {
      kernel: kernels.gradient,
      tolerance: "gradient",
      variants: variants.flatMap((variant) =>
        sequenceVariants<KernelName>(
          (drawn) => contractCall(gradientCall(kind, variant, drawn)),
          prefix(variant),
        ),
      ),
      zeroAtInvalid: reference.gradient.saved,
      mayBeNaN: ({ inputs, attrs }) => {
        const same = ([name, value]: [string, unknown]) => Object(attrs)[name] === value;
        const variant = variants.find(({ options }) => Object.entries(options).every(same));
        return Object.keys(inputs).filter(
          (name) => name !== "lengths" && !variant?.stopsNaN?.includes(name),
        );
      },
      reference: ({ inputs, attrs }) => {
        const call = { inputs, attrs } as unknown as CellCall;
        return runBackward(reference, gradientValues(kind, call.inputs), call.attrs) as Record<
          string,
          Nested
        >;
      },
    },
  ];
}

/** Whether the forward kernel has more to keep for its gradient than y. */
const keepsReserve = ({ reference }: CellKind) => Object.keys(reference.reserve).length > 0;

/** A call of the forward kernel. */
export function forwardCall(
  kind: CellKind,
  { options, gain = 2 }: CellVariant,
  { batch, time, inputSize, hiddenSize, lengths, reverse, sparse, random }: SequenceDraw,
  reserve = keepsReserve(kind),
): CellCall {
  const { gates, states, recurrent = true } = kind.reference;
  const rows = gates * hiddenSize;
  // h is below 1 mostly, c is not.
  const state = (name: string) => draw(random, [batch, hiddenSize], name === "h" ? 1 : 2);
  return {
    inputs: {
      x: draw(random, [batch, time, inputSize]),
      weightIh: draw(random, [rows, inputSize], 2 / Math.sqrt(inputSize)),
      ...(recurrent && {
        weightHh: draw(random, [rows, hiddenSize], gain / Math.sqrt(hiddenSize)),
      }),
      ...(!sparse && {
        biasIh: draw(random, [rows]),
        ...(recurrent && { biasHh: draw(random, [rows]) }),
        ...Object.fromEntries(states.map((name) => [`${name}0`, state(name)])),
        lengths: integers(lengths),
      }),
    },
    attrs: { reverse, ...options, reserve },
  };
}

/** A call of the gradient kernel, on what the reference's forward pass saves. */
function gradientCall(kind: CellWithKernels, variant: CellVariant, drawn: SequenceDraw): CellCall {
  const { inputs, attrs } = forwardCall(kind, variant, drawn);
  const saved = runForward(kind.reference, cellValues(kind, inputs), attrs);
  const names = ["dy", ...kind.reference.states.map((name) => `d${name}N`)];
  return backCall(kind, { inputs, attrs }, saved, drawOutputGradients(drawn, names));
}

/** The call of the gradient kernel that belongs to a call of the forward kernel. */
export function backCall(
  { reference }: CellWithKernels,
  { inputs, attrs: { reserve, ...attrs } }: CellCall,
  saved: Record<string, Nested>,
  dOutputs: Record<string, HostTensor>,
): CellCall {
  const { gradient } = reference;
  const [batch = 0, time = 0] = inputs.x?.shape ?? [];
  const hiddenSize = (inputs.weightIh?.shape[0] ?? 0) / reference.gates;
  const kept = gradient.saved.map((name) => {
    const width = (reference.reserve[name] ?? 1) * hiddenSize;
    return [name, host([batch, time, width], saved[name] ?? [])];
  });
  return {
    inputs: {
      ...dOutputs,
      ...Object.fromEntries(kept),
      ...pick(inputs, ["weightHh", ...gradient.initial, "lengths"]),
    },
    attrs,
  };
}

/** The outputs of the forward kernel in order. */
export function outputNames({ reference }: CellKind, reserve: boolean | undefined): string[] {
  const states = reference.states.map((name) => `${name}N`);
  return ["y", ...states, ...(reserve ? Object.keys(reference.reserve) : [])];
}

/** The outputs of the gradient kernel in order. */
export function gradientNames({ reference }: CellWithKernels): string[] {
  const gates = reference.gradient.dHidden ? ["dGates", "dHidden"] : ["dGates"];
  return [...gates, ...reference.states.map((name) => `d${name}0`)];
}

/** The inputs of a forward call as the reference takes them; zeros for what is left out. */
export function cellValues({ reference }: CellKind, inputs: CellCall["inputs"]): CellValues {
  const [batch = 0] = inputs.x?.shape ?? [];
  const [rows = 0] = inputs.weightIh?.shape ?? [];
  const none = { weightHh: [0, 0], biasIh: [rows], biasHh: [rows] };
  const state = [batch, rows / reference.gates];
  const states = reference.states.map((name) => [`${name}0`, state]);
  return filled(inputs, { ...none, ...Object.fromEntries(states) }) as CellValues;
}

/** The inputs of a gradient call as the reference takes them. */
function gradientValues({ reference }: CellWithKernels, inputs: CellCall["inputs"]) {
  const { gradient, states, reserve } = reference;
  const [first = ""] = gradient.saved;
  const [batch = 0, time = 0, width = 0] = inputs[first]?.shape ?? [];
  const state = [batch, width / (reserve[first] ?? 1)];
  const names = [...states.map((name) => `d${name}N`), ...gradient.initial];
  const dy = [batch, time, state[1] ?? 0];
  const zeros = { dy, weightHh: [0, 0], ...Object.fromEntries(names.map((name) => [name, state])) };
  return filled(inputs, zeros) as GradientValues;
}

/** Nested values of all inputs, of zeros of these shapes where one is left out, and all lengths. */
function filled(
  inputs: CellCall["inputs"],
  shapes: Record<string, number[]>,
): Record<string, Nested> {
  const zeros = Object.entries(shapes).map(([name, shape]) => [name, zeroTensor(shape)]);
  const given: Record<string, HostTensor> = { ...Object.fromEntries(zeros), ...inputs };
  const time = (inputs.x ?? inputs.gates ?? inputs.y) as HostTensor;
  return {
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, nested(value)])),
    lengths: lengthsOf(time, inputs.lengths),
  };
}

/** The entries of these names, where they are there, in this order. */
export function pick<T>(record: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(
    names.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name] as T]])),
  );
}

/** The contract types every kernel's inputs by its name; here names come from the table of cells. */
export const contractCall = (call: CellCall) => call as unknown as Call<KernelName>;
