import { log } from "../math/logarithm";
import { largestNumber } from "../math/reduce";
import {
  loadDouble,
  loadFloat,
  loadInt,
  loadVector,
  storeDouble,
  storeFloat,
  storeInt,
} from "../memory/access";
import { doubles, floats } from "../memory/sizes";
import { sumExp } from "./cross-entropy";

/** Bytes of scratch: the values found so far. */
export function topTokensScratch(count: i32): usize {
  return doubles(count);
}

/**
 * The best continuations of each input's hypotheses.  logits [B*K,V], scores [B,K], banned int32 [M] or 0 ->
 * best [B,C], places int32 [B,C], C = count: the largest scores[k] + logits[k, v] - logSumExp(logits[k]),
 * at k*V + v, in order and of equal ones the first; NaN is larger than any. Left out are dead hypotheses, with
 * a score of -Infinity, and the banned places of the logits, which ascend.
 */
export function topTokens(
  logits: usize,
  scores: usize,
  banned: usize,
  batch: i32,
  hypotheses: i32,
  vocabulary: i32,
  bannedCount: i32,
  count: i32,
  best: usize,
  places: usize,
  scratch: usize,
): void {
  const bannedEnd = banned + floats(bannedCount);
  let rowPlace = 0; // of the row, in the logits
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < count; n++) {
      storeDouble(scratch + doubles(n), -Infinity);
      storeInt(places + floats(n), -1);
    }
    for (let k = 0; k < hypotheses; k++) {
      const score = loadFloat(scores);
      if (score !== -Infinity) {
        while (banned < bannedEnd && loadInt(banned) < rowPlace) banned += 4;
        const offset = k * vocabulary;
        takeRow(logits, score, vocabulary, banned, bannedEnd, rowPlace, offset, scratch, places, count);
      }
      scores += 4;
      logits += floats(vocabulary);
      rowPlace += vocabulary;
    }
    for (let n = 0; n < count; n++) {
      const value = loadDouble(scratch + doubles(n));
      storeFloat(best + floats(n), value === Infinity ? NaN : <f32>value);
    }
    best += floats(count);
    places += floats(count);
  }
}

/**
 * Puts what belongs there of one row into the list of `count` values and places, which is in order.
 *
 * @param rowPlace  where the row begins in the logits, as `banned` counts
 * @param offset    where it begins among the hypotheses of its input, as `places` count
 */
function takeRow(
  row: usize,
  score: f32,
  vocabulary: i32,
  banned: usize,
  bannedEnd: usize,
  rowPlace: i32,
  offset: i32,
  values: usize,
  places: usize,
  count: i32,
): void {
  const top = largestNumber(row, vocabulary);
  const shift = <f64>score - (<f64>top + log(sumExp(row, vocabulary, top)));
  const isBad = isNaN(shift); // then all of the row is NaN, for which Infinity stands
  const last = values + doubles(count - 1);
  if (shift + <f64>top <= loadDouble(last)) return;
  for (let block = 0; block < vocabulary; block += BLOCK) {
    const end = min(block + BLOCK, vocabulary);
    // Rounding keeps order: what is above the smallest value is not below it when it is rounded.
    const threshold = <f32>(loadDouble(last) - shift);
    if (end - block === BLOCK && !isBad && !reaches(row + floats(block), threshold)) continue;
    for (let v = block; v < end; v++) {
      const value = isBad ? Infinity : shift + <f64>loadFloat(row + floats(v));
      if (value <= loadDouble(last)) continue;
      while (banned < bannedEnd && loadInt(banned) < rowPlace + v) banned += 4;
      if (banned < bannedEnd && loadInt(banned) === rowPlace + v) continue;
      insert(value, offset + v, values, places, count);
    }
  }
}

/** Logits that are looked at together. */
const BLOCK = 16;

/** Whether one of 16 floats is not below the threshold. */
// @ts-ignore: decorators
@inline
function reaches(from: usize, threshold: f32): bool {
  const first = f32x4.pmax(loadVector(from), loadVector(from + 16));
  const second = f32x4.pmax(loadVector(from + 32), loadVector(from + 48));
  return v128.any_true(f32x4.ge(f32x4.pmax(first, second), f32x4.splat(threshold)));
}

/** Behind those that are as large; the last one falls out. */
function insert(value: f64, place: i32, values: usize, places: usize, count: i32): void {
  let n = count - 1;
  for (; n > 0; n--) {
    const before = loadDouble(values + doubles(n - 1));
    if (before >= value) break;
    storeDouble(values + doubles(n), before);
    storeInt(places + floats(n), loadInt(places + floats(n - 1)));
  }
  storeDouble(values + doubles(n), value);
  storeInt(places + floats(n), place);
}
