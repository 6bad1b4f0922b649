import { floats } from "../memory/sizes";
import { matMul } from "./mat-mul";

/**
 * A product for each row of a batch.  a [B,M,K] or [B,K,M], b [B,K,N] or [B,N,K] -> out = a·b [B,M,N].
 * The scratch is that of one product, `matMulScratch`.
 */
export function batchMatMul(
  a: usize,
  b: usize,
  batch: i32,
  rows: i32,
  depth: i32,
  width: i32,
  transposeA: bool,
  transposeB: bool,
  out: usize,
  scratch: usize,
): void {
  for (let n = 0; n < batch; n++) {
    matMul(a, b, 0, rows, depth, width, transposeA, transposeB, out, scratch);
    a += floats(rows) * depth;
    b += floats(depth) * width;
    out += floats(rows) * width;
  }
}
