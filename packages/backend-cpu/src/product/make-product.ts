import { DirectProduct } from "./direct-product.ts";
import { PackedProduct } from "./packed-product.ts";
import type { Product, ProductSizes } from "./product.ts";

/** For so few rows in total, packing the right operand costs more than it saves. */
const FEW_ROWS = 3;

/**
 * The product that is fastest for so many rows.
 *
 * @param right      [depth, width], or [width, depth] when `transposed`
 * @param totalRows  how many rows will be multiplied in all calls together
 */
export function makeProduct(right: Float32Array, totalRows: number, sizes: ProductSizes): Product {
  return totalRows <= FEW_ROWS ? new DirectProduct(right, sizes) : new PackedProduct(right, sizes);
}
