export type Cell = "lstm" | "gru" | "elman";
export type Mode = "inference" | "step" | "training" | "product";

/** The sizes of a recurrent network and of its batch. */
interface Sizes {
  batch: number;
  time: number;
  input: number;
  hidden: number;
}

/**
 * Which of a cell's formulas. "default" is PyTorch's: a GRU whose reset gate acts after the
 * recurrent product, an Elman cell with tanh. Not every peer can do it.
 */
export type Variant = "default" | "reset before" | "relu";

/** Something to do with a recurrent network: plain data, so that it can go to another process. */
export interface RecurrentWork extends Sizes {
  kind: "recurrent";
  mode: "inference" | "step" | "training";
  cell: Cell;
  variant: Variant;
}

/** A product of two matrices, [rows, depth] and [depth, width], either of them kept transposed. */
export interface ProductWork {
  kind: "product";
  mode: "product";
  rows: number;
  depth: number;
  width: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** How many tokens a sentence has: each length from `least` to `most` is as likely. */
export interface Lengths {
  least: number;
  most: number;
}

/** Training the model of the task `translation`. */
export interface TranslationWork {
  kind: "translation";
  mode: "training";
  batch: number;
  source: Lengths;
  target: Lengths;
  /** Of the embeddings, of every LSTM's state and of the attention. */
  size: number;
  vocabulary: number;
}

export type Work = RecurrentWork | ProductWork | TranslationWork;

/**
 * Such as "lstm/32x100x64x128" (batch, time, input, hidden), "product/600x128x512/nt", or
 * "translation/64x6-14x11x256x6000" (batch, tokens of a source, of a target, size, vocabulary).
 */
export function caseName(work: Work): string {
  switch (work.kind) {
    case "recurrent":
      return `${work.cell}/${work.batch}x${work.time}x${work.input}x${work.hidden}`;
    case "product": {
      const { rows, depth, width, transposeA, transposeB } = work;
      const letters = `${transposeA ? "t" : "n"}${transposeB ? "t" : "n"}`;
      return `product/${rows}x${depth}x${width}/${letters}`;
    }
    case "translation": {
      const [source, target] = [lengthsName(work.source), lengthsName(work.target)];
      return `translation/${work.batch}x${source}x${target}x${work.size}x${work.vocabulary}`;
    }
  }
}

function lengthsName({ least, most }: Lengths): string {
  return least === most ? `${most}` : `${least}-${most}`;
}

/** For messages, such as "gru/1x100x64x128 (reset before), training". */
export function workName(work: Work): string {
  const variant = variantOf(work);
  return `${caseName(work)}${variant ? ` (${variant})` : ""}, ${work.mode}`;
}

/** Undefined where it is PyTorch's formula. */
export function variantOf(work: Work): Exclude<Variant, "default"> | undefined {
  return work.kind === "recurrent" && work.variant !== "default" ? work.variant : undefined;
}

/** Multiplications and additions of a product. */
export function productFlops({ rows, depth, width }: ProductWork): number {
  return 2 * rows * depth * width;
}
