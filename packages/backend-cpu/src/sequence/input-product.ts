import { addProduct } from "../product/multiply.ts";
import { packPanels } from "../product/panels.ts";
import { takeWideRows } from "./rows.ts";

/** Rows of x widened to float64 at a time: enough to use the panels well, small enough to stay in cache. */
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
  inputSize: number,
): Float32Array {
  const gates = bias.length;
  const weights = packPanels(weightIh, inputSize, gates, true);
  const product = new Float32Array(places.length * gates);
  for (let r = 0; r < places.length; r++) product.set(bias, r * gates);
  for (let start = 0; start < places.length; start += BLOCK_ROWS) {
    const block = places.subarray(start, start + BLOCK_ROWS);
    addProduct(takeWideRows(x, block, inputSize), block.length, weights, product, start * gates);
  }
  return product;
}
