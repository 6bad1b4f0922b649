import {
  expandDims,
  type Rank,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Cell } from "../cells/cell.ts";
import type { CellState } from "../cells/cell-state.ts";
import { observe } from "../diagnostics/probe.ts";
import { ConfigError } from "../errors.ts";
import type { CellKernels } from "../kernels/cell-kernels.ts";
import { dropout, maskStream, requireRate } from "../layers/dropout.ts";
import { Context } from "../module/context.ts";
import type { Module, Parameters } from "../module/module.ts";
import { disposeModule } from "../module/module.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireSize } from "../module/require-size.ts";
import { requireTensor } from "../module/require-tensor.ts";
import type { OfRank } from "../ranks.ts";
import { requireInput, requireState, requireStep } from "./check-input.ts";
import { stepKernels, stepTensors } from "./kernel-steps.ts";
import { resolveLengths } from "./lengths.ts";
import { type Merge, mergeDirections } from "./merge.ts";
import { type CellCall, type KernelUse, runCell, runCellToLast, zeroStateOf } from "./run-cell.ts";
import type { RunOptions, SequenceOptions, SequenceResult } from "./sequence-options.ts";
import { SequenceSession } from "./session.ts";

interface PlacedCall<S extends CellState> {
  cell: Cell<S>;
  call: CellCall<S>;
}

/**
 * Runs a cell over time: in one direction or both, in one layer or a stack, over rows of different
 * length. Where the backend has the kernels of the cell, a whole sequence is one call; else it is unrolled step
 * by step. `lstm`, `gru` and `elman` make one of the cells of this package.
 *
 * `run` over T steps equals `run` over the first k and then, from that state, over the rest. Results are
 * the caller's to dispose, and share nothing with what was passed in.
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { LstmCell, Rng, Sequence, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const rng = Rng.fromSeed(42);
 * const sequence = new Sequence({
 *   inputSize: 3,
 *   numLayers: 2,
 *   cell: (inputSize, place) => new LstmCell({ inputSize, hiddenSize: 4, rng: rng.fold(place) }),
 * });
 * const { y, state } = sequence.run(zeros([2, 5, 3]), { lengths: [5, 2] }); // y [2, 5, 4]
 * const next = sequence.run(zeros([2, 1, 3]), { state }); // goes on from there
 */
export class Sequence<S extends CellState = CellState> implements Module {
  readonly inputSize: number;
  /** The width of y. */
  readonly outputSize: number;
  /** Names as in torch.nn.LSTM: "weight_ih_l0", "bias_hh_l1_reverse", ... */
  readonly parameters: Parameters;
  /** One cell for each layer and direction, in the order of `state`. */
  readonly cells: readonly Cell<S>[];
  readonly #reverses: readonly boolean[];
  readonly #merge: Merge;
  readonly #dropout: number;
  readonly #kernels: KernelUse;
  /** The entries of `parameters`, which every run looks at. */
  readonly #named: readonly [string, Parameters[string]][];

  /**
   * @param options  the cell, and how it is laid out; see {@link SequenceOptions}
   * @throws {ConfigError} when an option makes no sense
   */
  constructor(options: SequenceOptions<S>) {
    const {
      numLayers = 1,
      bidirectional = false,
      reverse = false,
      dropout: rate = 0,
    } = requireOptions(
      "Sequence",
      options,
      "{ inputSize: 3, cell: (inputSize) => new LstmCell({ ... }) }",
    );
    requireSize("Sequence", "inputSize", options.inputSize);
    requireSize("Sequence", "numLayers", numLayers);
    requireRate("Sequence", "dropout", rate);
    if (bidirectional && reverse) {
      throw new ConfigError(
        "Sequence: reverse must not be set together with bidirectional, got both. Leave one out.",
      );
    }
    this.#reverses = bidirectional ? [false, true] : [reverse];
    this.#merge = options.merge ?? "concat";
    this.#dropout = rate;
    this.#kernels = options.kernels ?? "auto";
    this.inputSize = options.inputSize;

    const cells: Cell<S>[] = [];
    const parameters: Record<string, Parameters[string]> = {};
    let width = options.inputSize;
    for (let layer = 0; layer < numLayers; layer++) {
      const placed = this.#reverses.map((_, direction) => {
        const suffix = `l${layer}${direction === 1 ? "_reverse" : ""}`;
        const cell = options.cell(width, suffix);
        for (const [name, value] of Object.entries(cell.parameters)) {
          parameters[`${name}_${suffix}`] = value;
        }
        return cell;
      });
      cells.push(...placed);
      const widths = placed.map((cell) => cell.stateSizes.h);
      width =
        this.#merge === "concat" ? widths.reduce((sum, w) => sum + w, 0) : (widths[0] as number);
    }
    this.cells = cells;
    this.parameters = parameters;
    this.#named = Object.entries(parameters);
    this.outputSize = width;
  }

  /**
   * Runs over a batch of sequences.
   *
   * @param x        shape [batch, time, inputSize], float32
   * @param options  lengths of the rows, the state to start from, and how the pass is meant
   * @returns        every output and the final state; the caller disposes both
   * @throws {ShapeError} when x, the lengths or the state do not fit
   * @throws {DataError} when x or the state is disposed
   * @throws {ConfigError} when dropout needs a context and there is none
   */
  run<R extends Rank>(x: OfRank<Rank.R3, R>, options: RunOptions<S> = {}): SequenceResult<S> {
    return tidy(() => this.#run(x, options));
  }

  /**
   * Runs over a batch of sequences and returns the last output alone: the final h of the top layer,
   * both directions merged.
   *
   * @param x  shape [batch, time, inputSize], float32
   * @returns  shape [batch, outputSize]; the caller disposes it
   */
  last<R extends Rank>(x: OfRank<Rank.R3, R>, options: RunOptions<S> = {}): Tensor2D {
    return tidy(() => {
      const { top } = this.#below(x, options);
      const [forward, reverse] = top.map(({ cell, call }) => runCellToLast(cell, call));
      const last = reverse
        ? mergeDirections(forward as Tensor2D, reverse, this.#merge)
        : (forward as Tensor2D);
      observe(this, "output", last);
      return last;
    });
  }

  /**
   * One time step with explicit state, for streams.
   *
   * @param x        shape [batch, inputSize]
   * @param state    what the step before returned, or undefined at the start
   * @param context  as for `run`
   * @returns        y [batch, outputSize] and the next state; the caller disposes both
   * @throws {ConfigError} when bidirectional: the reverse direction needs the whole sequence
   */
  step<R extends Rank>(
    x: OfRank<Rank.R2, R>,
    state?: readonly S[],
    context?: Context,
  ): { y: Tensor2D; state: S[] } {
    this.#requireCausal("step");
    requireStep("Sequence.step", x, this.inputSize);
    const [batchSize] = x.shape;
    const kernels = context?.training ? undefined : this.#stepKernels();
    if (kernels) {
      if (state) requireState("Sequence.step", this.cells, state, batchSize);
      return stepTensors(kernels, x, state);
    }
    return tidy(() => {
      const result = this.#run(expandDims(x, 1), { state, context });
      const y: Tensor2D = reshape(result.y, [batchSize, this.outputSize]);
      return { y, state: result.state };
    });
  }

  /**
   * A stream that keeps its own state between steps.
   * @throws {ConfigError} when bidirectional
   */
  session(): SequenceSession<S> {
    this.#requireCausal("session");
    return new SequenceSession({
      inputSize: this.inputSize,
      outputSize: this.outputSize,
      cells: this.cells,
      kernels: () => this.#stepKernels(),
      step: (x, state) => this.step(x, state, Context.inference),
    });
  }

  /** The state that `run` starts from by default: zeros. The caller disposes it. */
  zeroState(batchSize: number): S[] {
    requireSize("Sequence.zeroState", "batchSize", batchSize, "Pass how many rows x has");
    return this.cells.map((cell) => zeroStateOf(cell, batchSize));
  }

  /** Frees the parameters. */
  dispose(): void {
    disposeModule(this);
  }

  #run(x: Tensor, options: RunOptions<S>): SequenceResult<S> {
    const { state, top } = this.#below(x, options);
    const y = this.#layer(top, state);
    observe(this, "output", y);
    return { y, state };
  }

  /** Runs all layers but the last: their final states, and the last layer's calls. */
  #below(x: Tensor, options: RunOptions<S>): { state: S[]; top: PlacedCall<S>[] } {
    requireInput("Sequence.run", x, this.inputSize);
    for (const [name, value] of this.#named) {
      requireTensor("Sequence.run", name, value);
    }
    observe(this, "input", x);
    const [batchSize, timeSteps] = x.shape;
    const lengths =
      options.lengths && resolveLengths("Sequence.run", options.lengths, batchSize, timeSteps);
    if (options.state) requireState("Sequence.run", this.cells, options.state, batchSize);

    const state: S[] = [];
    const directions = this.#reverses.length;
    const layers = this.cells.length / directions;
    let y: Tensor3D = x;
    for (let layer = 0; ; layer++) {
      const first = layer * directions;
      const input = first > 0 ? this.#drop(y, options.context) : y;
      const calls = this.#reverses.map((reverse, direction) => ({
        cell: this.cells[first + direction] as Cell<S>,
        call: {
          x: input,
          state: options.state?.[first + direction],
          lengths,
          reverse,
          kernels: this.#kernels,
        },
      }));
      if (layer === layers - 1) return { state, top: calls };
      y = this.#layer(calls, state);
    }
  }

  /** Runs one layer: its output, both directions merged. Its final states are added to `state`. */
  #layer(calls: readonly PlacedCall<S>[], state: S[]): Tensor3D {
    const results = calls.map(({ cell, call }) => runCell(cell, call));
    state.push(...results.map((result) => result.state));
    const [forward, backward] = results.map((result) => result.y);
    return backward
      ? mergeDirections(forward as Tensor3D, backward, this.#merge)
      : (forward as Tensor3D);
  }

  #stepKernels(): CellKernels[] | undefined {
    return this.#kernels === "off" ? undefined : stepKernels(this.cells);
  }

  #drop(y: Tensor3D, context: Context | undefined): Tensor3D {
    const rng = maskStream("Sequence.run", this.#dropout, context);
    return rng ? dropout(y, this.#dropout, rng) : y;
  }

  #requireCausal(method: string): void {
    if (this.#reverses.includes(true)) {
      throw new ConfigError(
        `Sequence.${method}: the sequence must run forward only, got one that runs in reverse. ` +
          "Use run() over the whole sequence.",
      );
    }
  }
}
