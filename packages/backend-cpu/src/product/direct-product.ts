import type { Product, ProductSizes } from "./product.ts";

/** A product that reads its right operand as it is: for a few rows, such as one step of a stream. */
export class DirectProduct implements Product {
  readonly left: Float64Array;
  #right: Float32Array;
  readonly #sizes: ProductSizes;
  readonly #sums: Float64Array; // [width]

  constructor(right: Float32Array, sizes: ProductSizes) {
    this.left = new Float64Array(sizes.rows * sizes.depth);
    this.#right = right;
    this.#sizes = sizes;
    this.#sums = new Float64Array(sizes.width);
  }

  setRight(right: Float32Array): void {
    this.#right = right;
  }

  addTo(out: Float32Array, outAt: number, rows: number): void {
    const { depth, width, transposed } = this.#sizes;
    const addRow = transposed ? addDotProducts : addScaledRows;
    for (let r = 0; r < rows; r++) {
      const at = outAt + r * width;
      this.#sums.set(out.subarray(at, at + width));
      addRow(this.left, r * depth, depth, this.#right, this.#sums);
      out.set(this.#sums, at);
    }
  }
}

/** sums[width] += right[width, depth] · left[depth]; four sums at a time hide the adder's latency. */
function addDotProducts(
  left: Float64Array,
  leftAt: number,
  depth: number,
  right: Float32Array,
  sums: Float64Array,
): void {
  const width = sums.length;
  const grouped = width - (width % 4);
  for (let n = 0; n < grouped; n += 4) {
    let sum0 = sums[n]!;
    let sum1 = sums[n + 1]!;
    let sum2 = sums[n + 2]!;
    let sum3 = sums[n + 3]!;
    let at0 = n * depth;
    let at1 = at0 + depth;
    let at2 = at1 + depth;
    let at3 = at2 + depth;
    for (let k = 0; k < depth; k++) {
      const a = left[leftAt + k]!;
      sum0 += a * right[at0++]!;
      sum1 += a * right[at1++]!;
      sum2 += a * right[at2++]!;
      sum3 += a * right[at3++]!;
    }
    sums[n] = sum0;
    sums[n + 1] = sum1;
    sums[n + 2] = sum2;
    sums[n + 3] = sum3;
  }
  for (let n = grouped; n < width; n++) {
    let sum = sums[n]!;
    for (let k = 0; k < depth; k++) sum += left[leftAt + k]! * right[n * depth + k]!;
    sums[n] = sum;
  }
}

/** sums[width] += left[depth] · right[depth, width], four rows of right at a time, in their order. */
function addScaledRows(
  left: Float64Array,
  leftAt: number,
  depth: number,
  right: Float32Array,
  sums: Float64Array,
): void {
  const width = sums.length;
  const grouped = depth - (depth % 4);
  for (let k = 0; k < grouped; k += 4) {
    const a0 = left[leftAt + k]!;
    const a1 = left[leftAt + k + 1]!;
    const a2 = left[leftAt + k + 2]!;
    const a3 = left[leftAt + k + 3]!;
    let at0 = k * width;
    let at1 = at0 + width;
    let at2 = at1 + width;
    let at3 = at2 + width;
    for (let n = 0; n < width; n++) {
      let sum = sums[n]!;
      sum += a0 * right[at0++]!;
      sum += a1 * right[at1++]!;
      sum += a2 * right[at2++]!;
      sum += a3 * right[at3++]!;
      sums[n] = sum;
    }
  }
  for (let k = grouped; k < depth; k++) {
    const a = left[leftAt + k]!;
    const rightAt = k * width;
    for (let n = 0; n < width; n++) sums[n] = sums[n]! + a * right[rightAt + n]!;
  }
}
