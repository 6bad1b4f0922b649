import { multiplyAdd } from "../math/multiply-add";
import { loadFloat } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/**
 * out[rows, width] += left[rows, depth] · right[depth, width], where right is read as it is, four
 * rows at a time. Element (r, k) of left lies at left + r*rowStride + k*depthStride.
 */
export function addRows(
  left: usize,
  rowStride: usize,
  depthStride: usize,
  rows: i32,
  depth: i32,
  right: usize,
  width: i32,
  out: usize,
): void {
  const rightStride = floats(width);
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    for (let r = 0; r < rows; r++) {
      const at = left + <usize>r * rowStride + <usize>k * depthStride;
      const a0 = f32x4.splat(loadFloat(at));
      const a1 = f32x4.splat(loadFloat(at + depthStride));
      const a2 = f32x4.splat(loadFloat(at + 2 * depthStride));
      const a3 = f32x4.splat(loadFloat(at + 3 * depthStride));
      let source = right + <usize>k * rightStride;
      let target = out + <usize>r * rightStride;
      for (let j = 0; j < width; j += 4) {
        const count = width - j;
        let sum = loadLanes(target, count);
        sum = multiplyAdd(a0, loadLanes(source, count), sum);
        sum = multiplyAdd(a1, loadLanes(source + rightStride, count), sum);
        sum = multiplyAdd(a2, loadLanes(source + 2 * rightStride, count), sum);
        sum = multiplyAdd(a3, loadLanes(source + 3 * rightStride, count), sum);
        storeLanes(target, sum, count);
        source += 16;
        target += 16;
      }
    }
  }
  for (; k < depth; k++) {
    for (let r = 0; r < rows; r++) {
      const a = f32x4.splat(loadFloat(left + <usize>r * rowStride + <usize>k * depthStride));
      let source = right + <usize>k * rightStride;
      let target = out + <usize>r * rightStride;
      for (let j = 0; j < width; j += 4) {
        const count = width - j;
        const sum = multiplyAdd(a, loadLanes(source, count), loadLanes(target, count));
        storeLanes(target, sum, count);
        source += 16;
        target += 16;
      }
    }
  }
}
