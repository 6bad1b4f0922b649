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
  mode: "inference" | "step" | "training";
  cell: Cell;
  variant: Variant;
}

/** A product of two matrices, [rows, depth] and [depth, width], either of them kept transposed. */
export interface ProductWork {
  mode: "product";
  rows: number;
  depth: number;
  width: number;
  transposeA: boolean;
  transposeB: boolean;
}

export type Work = RecurrentWork | ProductWork;

/** Such as "lstm/32x100x64x128" (batch, time, input, hidden) or "product/600x128x512/nt". */
export function caseName(work: Work): string {
  if (work.mode === "product") {
    const { rows, depth, width, transposeA, transposeB } = work;
    const letters = `${transposeA ? "t" : "n"}${transposeB ? "t" : "n"}`;
    return `product/${rows}x${depth}x${width}/${letters}`;
  }
  return `${work.cell}/${work.batch}x${work.time}x${work.input}x${work.hidden}`;
}

/** For messages, such as "gru/1x100x64x128 (reset before), training". */
export function workName(work: Work): string {
  const variant = work.mode === "product" || work.variant === "default" ? "" : ` (${work.variant})`;
  return `${caseName(work)}${variant}, ${work.mode}`;
}

/** Multiplications and additions of a product. */
export function productFlops({ rows, depth, width }: ProductWork): number {
  return 2 * rows * depth * width;
}
