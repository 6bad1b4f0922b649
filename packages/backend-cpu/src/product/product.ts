/**
 * Products left · right with a right operand that is set once or now and then, and a left operand that
 * the caller writes in place as often as it likes.
 *
 * Each element is summed in float64 over the depth in ascending order, however many rows there are,
 * and rounded to float32 at the end. So a row's result does not depend on the rows beside it: a
 * batch, a single row and a stream of single steps give the same bits.
 */
export interface Product {
  /** [rows, depth], row-major; zeros at first. */
  readonly left: Float64Array;
  /** Takes another right operand of the same sizes. */
  setRight(right: Float32Array): void;
  /** out[rows, width] += left · right for the first `rows` rows of left; out starts at `outAt`. */
  addTo(out: Float32Array, outAt: number, rows: number): void;
}

export interface ProductSizes {
  /** The most rows that left can hold. */
  rows: number;
  /** The inner size: columns of left, rows of right. */
  depth: number;
  /** Columns of right. */
  width: number;
  /** Whether right is given as [width, depth]. */
  transposed: boolean;
}
