import { Rng, uniform } from "@unroll/core";
import type { TranslationWork } from "../cases/work.ts";

export const LABEL_SMOOTHING = 0.1;
/** So low that it acts: all sides clip. */
export const CLIP_NORM = 0.5;

/** What all sides start from. */
export interface TranslationStart {
  /** [batch, positions], the shorter rows filled up with token 0 */
  source: Matrix<Int32Array>;
  sourceLengths: Int32Array;
  /** [batch, time], what the decoder is given: token 0, then the target but for its last token */
  inputs: Matrix<Int32Array>;
  /** [batch, time], what it is to write; -1 where a row has ended */
  targets: Matrix<Int32Array>;
  targetLengths: Int32Array;
  /** By the names that the task's model gives its parameters. */
  weights: Readonly<Record<string, Matrix<Float32Array>>>;
}

export interface Matrix<Values> {
  values: Values;
  shape: number[];
}

/** The same numbers in every process that makes them. */
export function makeTranslationStart(work: TranslationWork): TranslationStart {
  const { source, target } = drawSentences(work);
  return {
    source: filledUp(source, 0),
    sourceLengths: lengthsOf(source),
    inputs: filledUp(
      target.map((tokens) => [0, ...tokens.slice(0, -1)]),
      0,
    ),
    targets: filledUp(target, -1),
    targetLengths: lengthsOf(target),
    weights: drawWeights(work),
  };
}

/** How many tokens a step is to write. */
export function targetTokens(work: TranslationWork): number {
  return lengthsOf(drawSentences(work).target).reduce((sum, length) => sum + length, 0);
}

type Tokens = readonly number[];

function drawSentences({ batch, vocabulary, ...work }: TranslationWork) {
  const draw = (side: "source" | "target") => {
    const rng = Rng.fromSeed(1).fold(side);
    const { least, most } = work[side];
    return Array.from({ length: batch }, (): Tokens => {
      const length = least + rng.nextInt(most - least + 1);
      return Array.from({ length }, () => rng.nextInt(vocabulary));
    });
  };
  return { source: draw("source"), target: draw("target") };
}

function lengthsOf(sentences: readonly Tokens[]): Int32Array {
  return Int32Array.from(sentences, ({ length }) => length);
}

function filledUp(sentences: readonly Tokens[], filler: number): Matrix<Int32Array> {
  const width = Math.max(...lengthsOf(sentences));
  const values = new Int32Array(sentences.length * width).fill(filler);
  for (const [row, tokens] of sentences.entries()) {
    values.set(tokens, row * width);
  }
  return { values, shape: [sentences.length, width] };
}

/**
 * One embedding of both languages and of the output layer, a bidirectional encoder, a decoder of two layers. Every
 * weight and bias is uniform in +-1/sqrt(size).
 */
function drawWeights({ size, vocabulary }: TranslationWork): Record<string, Matrix<Float32Array>> {
  const rng = Rng.fromSeed(1).fold("weights");
  const draw = uniform(1 / Math.sqrt(size));
  const weights: Record<string, Matrix<Float32Array>> = {};
  const add = (name: string, ...shape: [number] | [number, number]) => {
    const [rows, columns = 1] = shape;
    weights[name] = { values: draw(rows, columns, rng.fold(name)), shape };
  };
  const addLinear = (name: string, outputs: number, inputs: number) => {
    add(`${name}.weight`, outputs, inputs);
    add(`${name}.bias`, outputs);
  };
  const addLstm = (name: string, inputs: number, direction = "") => {
    add(`${name}.weight_ih_l0${direction}`, 4 * size, inputs);
    add(`${name}.weight_hh_l0${direction}`, 4 * size, size);
    add(`${name}.bias_ih_l0${direction}`, 4 * size);
    add(`${name}.bias_hh_l0${direction}`, 4 * size);
  };
  add("sourceEmbedding.weight", vocabulary, size);
  addLstm("encoder", size);
  addLstm("encoder", size, "_reverse");
  addLinear("decoder.bridge", 4 * size, 2 * size); // h and c of both layers
  addLstm("decoder.first", size);
  add("decoder.attention.memory.weight", size, 2 * size);
  addLstm("decoder.upper", 3 * size);
  addLinear("decoder.combine", size, 3 * size);
  add("output.bias", vocabulary);
  return weights;
}
