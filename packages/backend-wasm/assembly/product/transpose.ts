import { loadFloat, loadVector, storeFloat, storeVector } from "../memory/access";
import { floats } from "../memory/sizes";

/** A block of 4 x 4, transposed: strides in bytes from one row to the next. */
// @ts-ignore: decorators
@inline
export function transposeBlock(from: usize, stride: usize, to: usize, toStride: usize): void {
  const row0 = loadVector(from);
  const row1 = loadVector(from + stride);
  const row2 = loadVector(from + 2 * stride);
  const row3 = loadVector(from + 3 * stride);
  const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
  storeVector(to, v128.shuffle<f64>(low01, low23, 0, 2));
  storeVector(to + toStride, v128.shuffle<f64>(low01, low23, 1, 3));
  storeVector(to + 2 * toStride, v128.shuffle<f64>(high01, high23, 0, 2));
  storeVector(to + 3 * toStride, v128.shuffle<f64>(high01, high23, 1, 3));
}

/**
 * to[columns, rows] = fromᵀ, row-major and dense.
 *
 * @param from  [rows, columns], `stride` bytes from one row to the next
 */
export function transpose(from: usize, stride: usize, rows: i32, columns: i32, to: usize): void {
  const toStride = floats(rows);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let source = from + <usize>r * stride;
    let target = to + floats(r);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      transposeBlock(source, stride, target, toStride);
      source += 16;
      target += 4 * toStride;
    }
    for (; c < columns; c++) {
      for (let i: usize = 0; i < 4; i++) {
        storeFloat(target + (i << 2), loadFloat(source + i * stride));
      }
      source += 4;
      target += toStride;
    }
  }
  for (; r < rows; r++) {
    const source = from + <usize>r * stride;
    for (let c = 0; c < columns; c++) {
      storeFloat(to + <usize>c * toStride + floats(r), loadFloat(source + floats(c)));
    }
  }
}
