import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

const PARITY: i32 = 0x1bd11bda;
const SIGN: i32 = <i32>0x80000000;

/**
 * Dropout: out[n] = x[n] * (words[n] < threshold ? 0 : kept), words 2b and 2b+1 being those of
 * Threefry-2x32's block b, from the block whose counter is `low` and `high` on; `low` does not
 * overflow. Four blocks at a time, one in each lane.
 * Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
export function dropout(
  x: usize,
  count: i32,
  key0: i32,
  key1: i32,
  low: i32,
  high: i32,
  threshold: i32,
  kept: f32,
  out: usize,
): void {
  const key2 = PARITY ^ key0 ^ key1;
  const scale = f32x4.splat(kept);
  // Unsigned numbers compare like signed ones whose sign bits are flipped.
  const sign = i32x4.splat(SIGN);
  const limit = i32x4.splat(threshold ^ SIGN);
  const second = i32x4.splat(high + key1);
  let counter = i32x4.add(i32x4.splat(low + key0), i32x4(0, 1, 2, 3));
  const four = i32x4.splat(4);
  for (let n = 0; n < count; n += 8) {
    let x0 = counter;
    let x1 = second;
    let first = key1;
    let next = key2;
    let last = key0;
    for (let injection = 1; injection <= 5; injection++) {
      const odd = (injection & 1) === 1;
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, odd ? 13 : 17), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, odd ? 15 : 29), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, odd ? 26 : 16), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, odd ? 6 : 24), x0);
      x0 = i32x4.add(x0, i32x4.splat(first));
      x1 = i32x4.add(x1, i32x4.splat(next + injection));
      const used = first;
      first = next;
      next = last;
      last = used;
    }
    counter = i32x4.add(counter, four);
    const keep0 = v128.andnot(scale, i32x4.lt_s(v128.xor(x0, sign), limit));
    const keep1 = v128.andnot(scale, i32x4.lt_s(v128.xor(x1, sign), limit));
    const at = floats(n);
    const lanes = count - n;
    const low4 = v128.shuffle<f32>(keep0, keep1, 0, 4, 1, 5);
    storeLanes(out + at, f32x4.mul(loadLanes(x + at, lanes), low4), lanes);
    if (lanes > 4) {
      const high4 = v128.shuffle<f32>(keep0, keep1, 2, 6, 3, 7);
      const rest = lanes - 4;
      storeLanes(out + at + 16, f32x4.mul(loadLanes(x + at + 16, rest), high4), rest);
    }
  }
}

// @ts-ignore: decorators
@inline
function rotate(x: v128, distance: i32): v128 {
  return v128.or(i32x4.shl(x, distance), i32x4.shr_u(x, 32 - distance));
}
