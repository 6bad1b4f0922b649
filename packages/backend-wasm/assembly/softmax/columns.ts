import { exponential } from "../math/exponential";
import { copyBytes, loadVector, storeVector, zeroBytes } from "../memory/access";
import { floats } from "../memory/sizes";

// Softmax over the columns of logits that come some rows, classes, at a time, while they are in the cache. A
// vector holds four columns at one class, so no lane is ever added to another.
//
// What is known of the columns so far, each float32 [columns]: the largest logit; the sum of
// exp(logit - largest), which shrinks when a larger one comes; the sum of the logits.
// Milakov & Gimelshein 2018, Online normalizer calculation for softmax.

/** Below every logit but -Infinity, from which nothing could be subtracted. */
const LOWEST: f32 = -3.4e38;

/** Bytes of what is known of so many columns, a multiple of four. */
export function columnSumsBytes(columns: i32): usize {
  return 4 * floats(columns);
}

// @ts-ignore: decorators
@inline
export function largestOf(sums: usize): usize {
  return sums;
}
// @ts-ignore: decorators
@inline
export function powersOf(sums: usize, columns: i32): usize {
  return sums + floats(columns);
}
// @ts-ignore: decorators
@inline
export function totalsOf(sums: usize, columns: i32): usize {
  return sums + 2 * floats(columns);
}

/** Nothing is known. */
export function startColumns(sums: usize, columns: i32): void {
  const bytes = floats(columns);
  const lowest = f32x4.splat(LOWEST);
  for (let at: usize = 0; at < bytes; at += 16) storeVector(largestOf(sums) + at, lowest);
  zeroBytes(powersOf(sums, columns), 2 * bytes);
}

/**
 * Takes in logits [classes, columns]. NaN makes a sum NaN, and not the largest.
 *
 * @param withTotals  whether the sum of the logits is wanted; if not, an infinite one may do no harm
 */
export function addClasses(
  logits: usize,
  classes: i32,
  columns: i32,
  withTotals: bool,
  sums: usize,
): void {
  const bytes = floats(columns);
  const largest = largestOf(sums);
  const powers = powersOf(sums, columns);
  const totals = totalsOf(sums, columns);
  const before = totals + bytes;
  copyBytes(before, largest, bytes);
  const end = logits + <usize>classes * bytes;
  for (let row = logits; row < end; row += bytes) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const known = loadVector(largest + at);
      storeVector(largest + at, f32x4.pmax(known, loadVector(row + at)));
    }
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    const shrunk = exponential(f32x4.sub(loadVector(before + at), loadVector(largest + at)));
    storeVector(powers + at, f32x4.mul(loadVector(powers + at), shrunk));
  }
  for (let row = logits; row < end; row += bytes) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const logit = loadVector(row + at);
      const power = exponential(f32x4.sub(logit, loadVector(largest + at)));
      storeVector(powers + at, f32x4.add(loadVector(powers + at), power));
      if (withTotals) storeVector(totals + at, f32x4.add(loadVector(totals + at), logit));
    }
  }
}
