import { reshape, type Tensor2D, type Tensor3D, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import {
  batchMatMul,
  concat,
  Dense,
  Embedding,
  GruCell,
  type GruState,
  Model,
  maskedSoftmax,
  normal,
  Rng,
} from "@unroll/core";
import type { GenerationStart, Step, StepModel } from "../generation/step-model.ts";

/** A source to look at. */
interface Source {
  keys: Tensor3D; // [B, POSITIONS, SIZE]
  lengths: number[];
}
export type TinyStart = GenerationStart<GruState, Source> & { sourceLengths: number[] };

const SIZE = 5;
const POSITIONS = 6;

/** A GRU over a few tokens that looks at a source, with random weights that are large enough to be of many minds. */
export class TinyDecoder implements StepModel<GruState, Source> {
  /** Steps it was asked for, as [inputs, hypotheses]. */
  readonly asked: [number, number][] = [];
  readonly #model;

  constructor(vocabulary: number, seed: number) {
    const rng = Rng.fromSeed(seed);
    const init = { weight: normal(1), bias: normal(0.5) };
    this.#model = new Model({
      embedding: new Embedding({ numEmbeddings: vocabulary, embeddingSize: SIZE, rng }),
      cell: new GruCell({ inputSize: SIZE, hiddenSize: SIZE, rng }),
      head: new Dense({ inputSize: 2 * SIZE, outputSize: vocabulary, rng, init }),
    });
  }

  step(tokens: Tensor2D, state: GruState, { keys, lengths }: Source): Step<GruState> {
    const [batch, hypotheses] = tokens.shape;
    this.asked.push([batch, hypotheses]);
    const { embedding, cell, head } = this.#model.layers;
    const x: Tensor2D = reshape(embedding.forward(tokens), [batch * hypotheses, SIZE]);
    const { h } = cell.step(x, state);
    const queries: Tensor3D = reshape(h, [batch, hypotheses, SIZE]);
    const attention = maskedSoftmax(batchMatMul(queries, keys, { transposeB: true }), lengths);
    const context: Tensor2D = reshape(batchMatMul(attention, keys), [batch * hypotheses, SIZE]);
    return { logits: head.forward(concat([h, context])), state: { h }, attention };
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/** Inputs by number: each has a source of its own, the same in any batch. The caller disposes it. */
export function tinyStart(inputs: readonly number[], token = 0): TinyStart {
  const draw = (input: number, what: string, size: number) => [
    ...Rng.fromSeed(7).fold(what).fold(input).normal(size, 0, 2),
  ];
  const sourceLengths = inputs.map((input) => 1 + (input % POSITIONS));
  return {
    tokens: inputs.map(() => token),
    state: { h: tensor2d(inputs.map((input) => draw(input, "h", SIZE))) },
    memory: {
      keys: tensor3d(
        inputs.flatMap((input) => draw(input, "keys", POSITIONS * SIZE)),
        [inputs.length, POSITIONS, SIZE],
      ),
      lengths: sourceLengths,
    },
    sourceLengths,
  };
}
