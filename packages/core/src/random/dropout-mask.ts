import { threefry } from "./threefry.ts";

const WORDS = 2 ** 32;

/**
 * A dropout mask: 0 with probability `rate`, else 1 / (1 - rate). Number n is drawn from word n of the
 * stream, words 2b and 2b + 1 being those of Threefry's block b, from `block` on.
 *
 * Source: Srivastava et al. 2014.
 */
export function dropoutMask(
  size: number,
  rate: number,
  { key0, key1, block }: { key0: number; key1: number; block: number },
): Float32Array {
  const threshold = rate * WORDS;
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(size);
  const words = new Uint32Array(2);
  for (let n = 0; n < size; n++) {
    if (n % 2 === 0) {
      const at = block + n / 2;
      threefry(key0, key1, at >>> 0, Math.floor(at / WORDS), words);
    }
    mask[n] = (words[n % 2] as number) < threshold ? 0 : kept;
  }
  return mask;
}
