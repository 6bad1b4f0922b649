import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { logSumExp } from "../log-sum-exp.ts";
import { floats, integers, makeIntegerTensor, makeTensor } from "../tensor-data.ts";

/**
 * The best continuations of each input's hypotheses.  logits [B*K,V], scores [B,K], banned int32 [M] ->
 * best [B,C], places [B,C] int32, C = count: the largest scores[k] + logits[k, v] - logSumExp(logits[k]),
 * at k*V + v, in order and of equal ones the first; NaN is larger than any. Left out are dead hypotheses, with
 * a score of -Infinity, and the banned places of the logits, which ascend.
 */
export const topTokens = defineKernel(
  "UnrollTopTokens",
  (inputs, { count }, backend: MathBackendCPU) => {
    const [batch, hypotheses] = inputs.scores.shape;
    const [, vocabulary] = inputs.logits.shape;
    const logits = floats(backend, inputs.logits);
    const scores = floats(backend, inputs.scores);
    const banned = inputs.banned ? integers(backend, inputs.banned) : new Int32Array();
    const best = new Float32Array(batch * count);
    const places = new Int32Array(batch * count);
    const top = new TopList(count);
    let nextBanned = 0;
    for (let b = 0; b < batch; b++) {
      top.clear();
      for (let k = 0; k < hypotheses; k++) {
        const row = b * hypotheses + k;
        if (scores[row] === -Infinity) continue;
        const first = row * vocabulary;
        const shift = scores[row]! - logSumExp(logits, first, vocabulary);
        for (let v = 0; v < vocabulary; v++) {
          const value = shift + logits[first + v]!;
          if (value <= top.smallest) continue;
          while (banned[nextBanned]! < first + v) nextBanned++;
          if (banned[nextBanned] === first + v) continue;
          top.insert(Number.isNaN(value) ? Infinity : value, k * vocabulary + v);
        }
      }
      for (let n = 0; n < count; n++) {
        best[b * count + n] = top.values[n] === Infinity ? NaN : top.values[n]!;
        places[b * count + n] = top.places[n]!;
      }
    }
    return [
      makeTensor(backend, [batch, count], best),
      makeIntegerTensor(backend, [batch, count], places),
    ];
  },
);

/** The largest values so far and where they are, in order; Infinity stands for NaN. */
class TopList {
  readonly values: Float64Array;
  readonly places: Int32Array;

  constructor(count: number) {
    this.values = new Float64Array(count);
    this.places = new Int32Array(count);
  }

  clear(): void {
    this.values.fill(-Infinity);
    this.places.fill(-1);
  }

  /** Nothing that is not above it belongs to the list. */
  get smallest(): number {
    return this.values[this.values.length - 1]!;
  }

  /** Behind those that are as large. */
  insert(value: number, place: number): void {
    const { values, places } = this;
    if (value <= this.smallest) return;
    let n = values.length - 1;
    for (; n > 0 && values[n - 1]! < value; n--) {
      values[n] = values[n - 1]!;
      places[n] = places[n - 1]!;
    }
    values[n] = value;
    places[n] = place;
  }
}
