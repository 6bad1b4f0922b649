import { multiplyAdd } from "../math/multiply-add";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/** A point between a and b, as torch.lerp. a, b [count] -> out = a + weight*(b - a). */
export function lerp(a: usize, b: usize, weight: f32, count: i32, out: usize): void {
  const w = f32x4.splat(weight);
  for (let n = 0; n < count; n += 4) {
    const lanes = count - n;
    const at = floats(n);
    const from = loadLanes(a + at, lanes);
    const to = loadLanes(b + at, lanes);
    storeLanes(out + at, multiplyAdd(w, f32x4.sub(to, from), from), lanes);
  }
}
