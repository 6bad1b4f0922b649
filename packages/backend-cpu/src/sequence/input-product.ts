import { makeProduct } from "../product/make-product.ts";
import { gatherRows } from "./rows.ts";

/** Rows of x multiplied at a time: enough to make good use of the weights, few enough for the cache. */
const BLOCK_ROWS = 64;

/**
 * W x + b for all valid steps at once: one product before the loop over time.
 *
 * @param x         [B, T, inputSize]
 * @param weightIh  [gates, inputSize]
 * @param bias      [gates]
 * @param places    [N] the valid steps, see `ValidSteps`
 * @returns         [N, gates], packed
 */
export function inputProduct(
  x: Float32Array,
  weightIh: Float32Array,
  bias: Float32Array,
  places: Int32Array,
): Float32Array {
  const width = bias.length;
  const depth = weightIh.length / width;
  const rows = Math.min(BLOCK_ROWS, places.length);
  const product = makeProduct(weightIh, places.length, { rows, depth, width, transposed: true });
  const result = new Float32Array(places.length * width);
  for (let r = 0; r < places.length; r++) result.set(bias, r * width);
  for (let start = 0; start < places.length; start += BLOCK_ROWS) {
    const block = places.subarray(start, start + BLOCK_ROWS);
    gatherRows(x, block, depth, product.left);
    product.addTo(result, start * width, block.length);
  }
  return result;
}
