import {
  type Rank,
  reshape,
  type Tensor2D,
  type Tensor3D,
  tanh,
  zeros,
} from "@tensorflow/tfjs-core";
import {
  Attention,
  type AttentionMemory,
  type Cell,
  type CellState,
  Context,
  concat,
  Dense,
  Dropout,
  disposeModule,
  joinParameters,
  type Lengths,
  type Module,
  type Parameters,
  type Rng,
  type Sequence,
  split,
} from "@unroll/core";
import type { TranslationConfig } from "./config.ts";
import { recurrent } from "./recurrent.ts";

/** What a decoder carries from token to token; each tensor has a row for every target that is written. */
export type DecoderState = {
  /** Of the first layer. */
  first: CellState[];
  /** Of the layers above it. */
  upper: CellState[];
  /** With input feeding: what the output layer read at the step before. */
  fed: Tensor2D | undefined;
};

export interface DecoderOptions {
  /** The width of the encoder's outputs. */
  memorySize: number;
  /** Share dropped between layers. */
  dropout: number;
  rng: Rng | null;
}

export interface DecoderRun {
  /** What targets are begun with. */
  state: DecoderState;
  /** Steps of each row that count. */
  lengths: Lengths;
  /** How the pass is meant. Default: inference. */
  context?: Context;
}

/** What comes of a run: the output layer's input, and how much each step attended to each position. */
export interface Decoded {
  readout: Tensor3D; // [batch, time, embeddingSize]
  weights: Tensor3D; // [batch, time, positions]
}

/**
 * Writes a sequence while it looks at another.
 *
 * embedding -> first layer -> attention; what the first layer and the attention say -> layers above;
 * their output and what was attended to -> tanh layer, which the output layer reads
 *
 * As the first layer alone asks the attention, and is not told what it found, every recurrence is one kernel for
 * all steps, and so is the attention: that is what training runs. With input feeding steps depend on what the one
 * before attended to, and are taken one by one.
 * Source: Luong, Pham & Manning 2015; the layers above the attention as in Wu et al. 2016
 */
export class Decoder implements Module {
  readonly parameters: Parameters;
  readonly attention: Attention;
  readonly #bridge: Dense;
  readonly #first: Sequence;
  readonly #upper: Sequence | undefined;
  readonly #combine: Dense;
  readonly #dropout: Dropout;
  readonly #inputFeeding: boolean;

  constructor(config: TranslationConfig, { memorySize, dropout, rng }: DecoderOptions) {
    const { embeddingSize, decoderCell, decoderSize, decoderLayers, inputFeeding } = config;
    const stream = (name: string) => rng?.fold(name) ?? null;
    this.#inputFeeding = inputFeeding;
    this.#first = recurrent(decoderCell, {
      inputSize: inputFeeding ? 2 * embeddingSize : embeddingSize,
      hiddenSize: decoderSize,
      rng: stream("first"),
    });
    this.attention = new Attention({
      querySize: decoderSize,
      memorySize,
      score: config.attention,
      rng: stream("attention"),
    });
    this.#upper =
      decoderLayers > 1
        ? recurrent(decoderCell, {
            inputSize: decoderSize + memorySize,
            hiddenSize: decoderSize,
            numLayers: decoderLayers - 1,
            dropout,
            rng: stream("upper"),
          })
        : undefined;
    this.#combine = new Dense({
      inputSize: decoderSize + memorySize,
      outputSize: embeddingSize,
      rng: stream("combine"),
    });
    this.#bridge = new Dense({
      inputSize: memorySize,
      outputSize: this.#stateParts.reduce((sum, { size }) => sum + size, 0),
      rng: stream("bridge"),
    });
    this.#dropout = new Dropout({ rate: dropout });
    this.parameters = joinParameters({
      bridge: this.#bridge,
      first: this.#first,
      attention: this.attention,
      ...(this.#upper && { upper: this.#upper }),
      combine: this.#combine,
    });
  }

  /**
   * The state that a target is begun with: what the encoder ended with, seen through a tanh layer.
   * @param summary  shape [batch, memorySize]
   */
  start(summary: Tensor2D): DecoderState {
    const parts = this.#stateParts;
    const values = split(
      tanh<Tensor2D>(this.#bridge.forward(summary)),
      parts.map(({ size }) => size),
    );
    const states = this.#cells.map((_, place) =>
      Object.fromEntries(
        parts.flatMap((part, i) => (part.place === place ? [[part.name, values[i]]] : [])),
      ),
    ) as CellState[]; // each part of each cell
    const [first, ...upper] = states as [CellState, ...CellState[]];
    const { outputSize } = this.#combine;
    const fed = this.#inputFeeding ? zeros<Rank.R2>([summary.shape[0], outputSize]) : undefined;
    return { first: [first], upper, fed };
  }

  /**
   * All steps of known targets.
   * @param x  embeddings of what each step is given, shape [batch, time, embeddingSize]
   */
  run(
    x: Tensor3D,
    memory: AttentionMemory,
    { state, lengths, context = Context.inference }: DecoderRun,
  ): Decoded {
    if (this.#inputFeeding) return this.#stepwise(x, memory, state, context);
    const { y: asked } = this.#first.run(x, { lengths, state: state.first });
    const { context: found, weights } = this.attention.forward(asked, memory);
    const seen = this.#dropout.forward(concat([asked, found]), context.fold("seen"));
    const top = this.#upper
      ? this.#upper.run(seen, { lengths, state: state.upper, context: context.fold("upper") }).y
      : asked;
    return { readout: this.#read(top, found, context), weights };
  }

  /**
   * One step of B*K targets, K for each of B sources.
   * @param x  shape [B*K, embeddingSize]
   */
  step(
    x: Tensor2D,
    memory: AttentionMemory,
    state: DecoderState,
    context = Context.inference,
  ): { readout: Tensor2D; weights: Tensor3D; state: DecoderState } {
    const sources = memory.values.shape[0];
    const [rows] = x.shape;
    const perSource = (y: Tensor2D): Tensor3D => reshape(y, [sources, rows / sources, y.shape[1]]);
    const perRow = (y: Tensor3D): Tensor2D => reshape(y, [rows, y.shape[2]]);
    const given = state.fed ? concat([x, state.fed]) : x;
    const first = this.#first.step(given, state.first, context);
    const { context: found, weights } = this.attention.forward(perSource(first.y), memory);
    const attended = perRow(found);
    const seen = this.#dropout.forward(concat([first.y, attended]), context.fold("seen"));
    const upper = this.#upper?.step(seen, state.upper, context.fold("upper"));
    const readout = this.#read(upper?.y ?? first.y, attended, context);
    return {
      readout,
      weights,
      state: { first: first.state, upper: upper?.state ?? [], fed: state.fed && readout },
    };
  }

  /** Frees the parameters. */
  dispose(): void {
    disposeModule(this);
  }

  /** Every step told what the one before read. */
  #stepwise(x: Tensor3D, memory: AttentionMemory, state: DecoderState, context: Context): Decoded {
    const [batchSize, timeSteps, embeddingSize] = x.shape;
    const perStep = new Array<number>(timeSteps).fill(embeddingSize);
    const steps = split(reshape<Rank.R2>(x, [batchSize, timeSteps * embeddingSize]), perStep);
    const readouts: Tensor2D[] = [];
    const weights: Tensor2D[] = [];
    const positions = memory.values.shape[1];
    let current = state;
    steps.forEach((step, t) => {
      const next = this.step(step, memory, current, context.fold(t));
      readouts.push(next.readout);
      weights.push(reshape(next.weights, [batchSize, positions]));
      current = next.state;
    });
    return {
      readout: reshape(concat(readouts), [batchSize, timeSteps, embeddingSize]),
      weights: reshape(concat(weights), [batchSize, timeSteps, positions]),
    };
  }

  #read<T extends Tensor2D | Tensor3D>(top: T, found: T, context: Context): T {
    const read = tanh<T>(this.#combine.forward(concat([top, found])) as T);
    return this.#dropout.forward(read, context.fold("readout")) as T;
  }

  get #cells(): readonly Cell[] {
    return [...this.#first.cells, ...(this.#upper?.cells ?? [])];
  }

  /** Every tensor of every cell's state. */
  get #stateParts(): { place: number; name: string; size: number }[] {
    return this.#cells.flatMap(({ stateSizes }, place) =>
      Object.entries(stateSizes).map(([name, size]) => ({ place, name, size })),
    );
  }
}
