/** The largest finite float32 magnitude that does not round to a float16 is just below this one. */
export const HALF_OVERFLOW = 65520;

/** float16 bits -> float32, exactly. IEEE 754-2008, binary16. */
export function halfToFloat(half: Uint16Array): Float32Array {
  const out = new Float32Array(half.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < half.length; i++) {
    const h = half[i] as number;
    const sign = (h & 0x8000) << 16;
    const exponent = (h >>> 10) & 0x1f;
    const fraction = h & 0x3ff;
    if (exponent === 0) {
      out[i] = (sign ? -1 : 1) * fraction * 2 ** -24;
    } else {
      bits[i] = sign | ((exponent === 31 ? 255 : exponent + 112) << 23) | (fraction << 13);
    }
  }
  return out;
}

/** float32 -> float16 bits, to nearest, ties to even. IEEE 754-2008, binary16. */
export function floatToHalf(values: Float32Array): Uint16Array {
  const out = new Uint16Array(values.length);
  const one = new Float32Array(1);
  const bits = new Uint32Array(one.buffer);
  for (let i = 0; i < values.length; i++) {
    one[0] = values[i] as number;
    const sign = ((bits[0] as number) >>> 16) & 0x8000;
    bits[0] = (bits[0] as number) & 0x7fffffff;
    const magnitude = bits[0];
    if (magnitude > 0x7f800000) {
      out[i] = sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff); // NaN
    } else if (magnitude >= 0x477ff000) {
      out[i] = sign | 0x7c00; // HALF_OVERFLOW and above: infinity
    } else if (magnitude >= 0x38800000) {
      // 2^-14 and above: drop 13 bits. An odd last bit makes a tie round up, an even one down.
      out[i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
    } else {
      // Subnormal, a multiple of 2^-24: the spacing of float32 at 0.5, so this sum rounds to it.
      one[0] = one[0] + 0.5;
      out[i] = sign | ((bits[0] as number) - 0x3f000000);
    }
  }
  return out;
}

/** bfloat16 bits, the upper half of a float32 -> float32, exactly. */
export function bfloatToFloat(bfloat: Uint16Array): Float32Array {
  const out = new Float32Array(bfloat.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < bfloat.length; i++) bits[i] = (bfloat[i] as number) << 16;
  return out;
}
