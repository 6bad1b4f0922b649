import { expect, test } from "vitest";
import { DirectProduct } from "./direct-product.ts";
import { makeProduct } from "./make-product.ts";
import { PackedProduct } from "./packed-product.ts";
import type { ProductSizes } from "./product.ts";

const layouts = [false, true];
const shapes = [
  [1, 1, 1],
  [1, 5, 3],
  [2, 3, 4],
  [3, 7, 8],
  [4, 64, 9],
  [5, 33, 31],
  [7, 130, 66],
  [3, 0, 5],
] as const;

function draw(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, n) => Math.sin(seed + n * 12.9898));
}

/** out + left · right, summed in float64. */
function expected(left: Float32Array, right: Float32Array, sizes: ProductSizes, out: Float32Array) {
  const { rows, depth, width, transposed } = sizes;
  const result = Float32Array.from(out);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < width; c++) {
      let sum = out[r * width + c]!;
      for (let k = 0; k < depth; k++) {
        sum += left[r * depth + k]! * right[transposed ? c * depth + k : k * width + c]!;
      }
      result[r * width + c] = sum;
    }
  }
  return result;
}

for (const kind of [PackedProduct, DirectProduct]) {
  for (const transposed of layouts) {
    test.each(shapes)(
      `${kind.name}, transposed ${transposed}: %i x %i x %i`,
      (rows, depth, width) => {
        const sizes = { rows, depth, width, transposed };
        const [left, right] = [draw(rows * depth, 1), draw(depth * width, 2)];
        const product = new kind(right, sizes);
        product.left.set(left);
        const before = draw(rows * width, 3);
        // At an offset, so that writing outside its own part would show.
        const out = new Float32Array(rows * width + 4);
        out.set(before, 2);
        product.addTo(out, 2, rows);
        expect(out.subarray(2, -2)).toEqual(expected(left, right, sizes, before));
        expect([...out.subarray(0, 2), ...out.subarray(-2)]).toEqual([0, 0, 0, 0]);
      },
    );
  }
}

test("a row's result does not depend on the rows beside it", () => {
  const [rows, depth, width] = [9, 50, 21];
  const right = draw(depth * width, 4);
  const left = draw(rows * depth, 5);
  const all = makeProduct(right, rows, { rows, depth, width, transposed: true });
  all.left.set(left);
  const together = new Float32Array(rows * width);
  all.addTo(together, 0, rows);
  for (let r = 0; r < rows; r++) {
    const one = makeProduct(right, 1, { rows: 1, depth, width, transposed: true });
    one.left.set(left.subarray(r * depth, (r + 1) * depth));
    const alone = new Float32Array(width);
    one.addTo(alone, 0, 1);
    expect(alone).toEqual(together.subarray(r * width, (r + 1) * width));
  }
});
