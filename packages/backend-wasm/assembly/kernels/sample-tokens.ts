import { log } from "../math/logarithm";
import { largestNumber } from "../math/reduce";
import {
  copyBytes,
  loadFloat,
  loadInt,
  storeFloat,
  storeInt,
} from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";
import { sumExp } from "./cross-entropy";
import { power } from "./masked-softmax";

/** Bytes of scratch: the powers of a row, and its tokens in the order of a heap. */
export function sampleTokensScratch(vocabulary: i32): usize {
  return 2 * floats(vocabulary);
}

/**
 * A token drawn for each row.  logits [N,V], uniforms [N], banned int32 [M] or 0 -> tokens int32 [N],
 * logProbabilities [N].  Of p = softmax(logits / temperature) without banned places those tokens are kept that are
 * among the topK likeliest (0: all), and before which likelier ones add up to less than topP; drawn is the first at
 * which the kept ones, in the order of tokens, add up to more than the uniform of their sum.
 */
export function sampleTokens(
  logits: usize,
  uniforms: usize,
  banned: usize,
  rows: i32,
  vocabulary: i32,
  bannedCount: i32,
  temperature: f64,
  topK: i32,
  topP: f64,
  tokens: usize,
  logProbabilities: usize,
  scratch: usize,
): void {
  const bytes = floats(vocabulary);
  const bannedEnd = banned + floats(bannedCount);
  const heap = scratch + bytes;
  const most = topK === 0 ? vocabulary : topK;
  for (let n = 0; n < rows; n++) {
    const row = logits + <usize>n * bytes;
    copyBytes(scratch, row, bytes);
    const end = (n + 1) * vocabulary;
    for (; banned < bannedEnd && loadInt(banned) < end; banned += 4) {
      const token = loadInt(banned) - n * vocabulary;
      if (token >= 0) storeFloat(scratch + floats(token), -Infinity);
    }
    const top = largestNumber(row, vocabulary);
    const logSum = <f64>top + log(sumExp(row, vocabulary, top));
    const allowed = largestNumber(scratch, vocabulary);
    let token = -1;
    let logProbability: f64 = isNaN(logSum) ? NaN : -Infinity;
    if (allowed !== -Infinity && !isNaN(logSum)) {
      raise(scratch, vocabulary, allowed, <f32>(1 / temperature));
      if (most < vocabulary || topP < 1) keepLikeliest(scratch, vocabulary, most, topP, heap);
      token = draw(scratch, vocabulary, loadFloat(uniforms + floats(n)));
      // None for a uniform that is none: what lies before the row is not read.
      if (token >= 0) logProbability = <f64>loadFloat(row + floats(token)) - logSum;
    }
    storeInt(tokens + floats(n), token);
    storeFloat(logProbabilities + floats(n), <f32>logProbability);
  }
}

/** values[v] = exp((values[v] - top) * factor) */
function raise(values: usize, count: i32, top: f32, factor: f32): void {
  for (let v = 0; v < count; v += 4) {
    const at = values + floats(v);
    const lanes = count - v;
    const above = f32x4.sub(loadLanes(at, lanes), f32x4.splat(top));
    storeLanes(at, power(f32x4.mul(above, f32x4.splat(factor))), lanes);
  }
}

/** Sets those that are not kept to 0. */
function keepLikeliest(powers: usize, count: i32, topK: i32, topP: f64, heap: usize): void {
  for (let v = 0; v < count; v++) storeInt(heap + floats(v), v);
  for (let at = (count >> 1) - 1; at >= 0; at--) sink(heap, at, count, powers);
  const enough = topP * sum(powers, count);
  let kept: f64 = 0;
  let size = count;
  for (let n = 0; n < topK && size > 0 && kept < enough; n++) {
    kept += <f64>loadFloat(powers + floats(loadInt(heap)));
    size--;
    storeInt(heap, loadInt(heap + floats(size)));
    sink(heap, 0, size, powers);
  }
  for (let n = 0; n < size; n++) storeFloat(powers + floats(loadInt(heap + floats(n))), 0);
}

/** Lets the token at this place of a heap sink until none below it is likelier. */
function sink(heap: usize, at: i32, size: i32, powers: usize): void {
  const token = loadInt(heap + floats(at));
  while (2 * at + 1 < size) {
    let below = 2 * at + 1;
    if (below + 1 < size && isLikelier(heap, below + 1, loadInt(heap + floats(below)), powers)) {
      below++;
    }
    if (!isLikelier(heap, below, token, powers)) break;
    storeInt(heap + floats(at), loadInt(heap + floats(below)));
    at = below;
  }
  storeInt(heap + floats(at), token);
}

/** Whether the token at a place of the heap is likelier than another one; of equally likely ones the first is. */
// @ts-ignore: decorators
@inline
function isLikelier(heap: usize, at: i32, other: i32, powers: usize): bool {
  const token = loadInt(heap + floats(at));
  const difference = loadFloat(powers + floats(token)) - loadFloat(powers + floats(other));
  return difference > 0 || (difference === 0 && token < other);
}

function draw(powers: usize, count: i32, uniform: f32): i32 {
  const target = <f64>uniform * sum(powers, count);
  let passed: f64 = 0;
  for (let v = 0; v < count; v++) {
    passed += <f64>loadFloat(powers + floats(v));
    if (passed > target) return v;
  }
  return -1;
}

function sum(values: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let v = 0; v < count; v++) total += <f64>loadFloat(values + floats(v));
  return total;
}
