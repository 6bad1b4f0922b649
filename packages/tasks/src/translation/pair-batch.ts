import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";

/** Sentence pairs, as the model takes them. */
export interface PairBatch {
  source: Tensor2D; // [batch, positions] int32
  sourceLengths: number[];
  /** What the decoder is given: the token before each token of the target. */
  inputs: Tensor2D; // [batch, time] int32
  /** What it is to write; -1 where a row has ended. */
  targets: Tensor2D; // [batch, time] int32
  /** How many tokens each row has to write. */
  targetLengths: number[];
}

/** A sentence of each side as tokens, both with the token that ends them. */
export interface TokenPair {
  source: readonly number[];
  target: readonly number[];
}

/**
 * Sentence pairs as one batch, the shorter ones filled up.
 * @param bosId  begins what the decoder is given
 * @returns      tensors that the caller disposes
 */
export function pairBatch(pairs: readonly TokenPair[], bosId: number): PairBatch {
  const sourceLengths = pairs.map(({ source }) => source.length);
  const targetLengths = pairs.map(({ target }) => target.length);
  const shape = (lengths: readonly number[]): [number, number] => [
    lengths.length,
    Math.max(1, ...lengths),
  ];
  const sourceShape = shape(sourceLengths);
  const targetShape = shape(targetLengths);
  const [source, inputs, targets] = [
    new Int32Array(sourceShape[0] * sourceShape[1]),
    new Int32Array(targetShape[0] * targetShape[1]),
    new Int32Array(targetShape[0] * targetShape[1]).fill(-1),
  ];
  pairs.forEach((pair, row) => {
    const start = row * targetShape[1];
    source.set(pair.source, row * sourceShape[1]);
    targets.set(pair.target, start);
    inputs.set([bosId, ...pair.target.slice(0, -1)], start);
  });
  return {
    source: tensor2d(source, sourceShape, "int32"),
    sourceLengths,
    inputs: tensor2d(inputs, targetShape, "int32"),
    targets: tensor2d(targets, targetShape, "int32"),
    targetLengths,
  };
}
