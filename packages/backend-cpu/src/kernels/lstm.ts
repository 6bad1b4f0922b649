import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { sigmoid, tanh } from "../activations.ts";
import { makeProduct } from "../product/make-product.ts";
import { sumOfBiases } from "../sequence/biases.ts";
import { inputProduct } from "../sequence/input-product.ts";
import { gatherRows, scatterRows } from "../sequence/rows.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * LSTM over a whole sequence. x [B,T,I], h0 c0 [B,H] -> y [B,T,H], hN cN [B,H],
 * with `reserve` also gates [B,T,4H] = i, f, g, o and cells [B,T,H] = every c'.
 * c' = f*c + i*g;  h' = o*tanh(c').  Hochreiter & Schmidhuber 1997; forget gate: Gers 2000.
 */
export const lstm = defineKernel(
  "UnrollLstm",
  (inputs, { reserve, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps] = inputs.x.shape;
    const [, hiddenSize] = inputs.weightHh.shape;
    const gateCount = 4 * hiddenSize;
    const steps = orderValidSteps(
      validLengths(backend, inputs, batch, timeSteps),
      timeSteps,
      reverse,
    );

    const pre = inputProduct(
      floats(backend, inputs.x),
      floats(backend, inputs.weightIh),
      sumOfBiases(backend, inputs, gateCount),
      steps.places,
    );
    const recurrent = makeProduct(floats(backend, inputs.weightHh), steps.places.length, {
      rows: batch,
      depth: hiddenSize,
      width: gateCount,
      transposed: true,
    });
    const h = recurrent.left;
    const c = new Float32Array(batch * hiddenSize);
    gatherRows(floatsOrZeros(backend, inputs.h0, batch * hiddenSize), steps.rows, hiddenSize, h);
    gatherRows(floatsOrZeros(backend, inputs.c0, batch * hiddenSize), steps.rows, hiddenSize, c);
    const y = new Float32Array(batch * timeSteps * hiddenSize);
    const gates = reserve ? new Float32Array(batch * timeSteps * gateCount) : undefined;
    const cells = reserve ? new Float32Array(batch * timeSteps * hiddenSize) : undefined;

    let packed = 0;
    for (const running of steps.running) {
      recurrent.addTo(pre, packed * gateCount, running);
      for (let r = 0; r < running; r++, packed++) {
        const preAt = packed * gateCount;
        const stateAt = r * hiddenSize;
        const place = steps.places[packed]!;
        stepLstm(pre, preAt, h, c, stateAt, y, place * hiddenSize, hiddenSize);
        gates?.set(pre.subarray(preAt, preAt + gateCount), place * gateCount);
        cells?.set(c.subarray(stateAt, stateAt + hiddenSize), place * hiddenSize);
      }
    }
    const hN = new Float32Array(batch * hiddenSize);
    const cN = new Float32Array(batch * hiddenSize);
    scatterRows(h, steps.rows, hiddenSize, hN);
    scatterRows(c, steps.rows, hiddenSize, cN);
    const outputs = [
      makeTensor(backend, [batch, timeSteps, hiddenSize], y),
      makeTensor(backend, [batch, hiddenSize], hN),
      makeTensor(backend, [batch, hiddenSize], cN),
    ] as const;
    if (!gates || !cells) return [...outputs];
    return [
      ...outputs,
      makeTensor(backend, [batch, timeSteps, gateCount], gates),
      makeTensor(backend, [batch, timeSteps, hiddenSize], cells),
    ];
  },
);

/**
 * One step of one row, in place: `gates` [4H] at `gatesAt` from W x + U h + b to i, f, g, o,
 * and h, c [H] at `stateAt` to h', c'. The new state is rounded to float32, as the outputs are, so
 * that going on from a stored state gives the same bits.
 */
function stepLstm(
  gates: Float32Array,
  gatesAt: number,
  h: Float64Array,
  c: Float32Array,
  stateAt: number,
  y: Float32Array,
  yAt: number,
  hiddenSize: number,
): void {
  for (let j = 0; j < hiddenSize; j++) {
    const iAt = gatesAt + j;
    const fAt = iAt + hiddenSize;
    const gAt = fAt + hiddenSize;
    const oAt = gAt + hiddenSize;
    const i = sigmoid(gates[iAt]!);
    const f = sigmoid(gates[fAt]!);
    const g = tanh(gates[gAt]!);
    const o = sigmoid(gates[oAt]!);
    const cNext = Math.fround(f * c[stateAt + j]! + i * g);
    gates[iAt] = i;
    gates[fAt] = f;
    gates[gAt] = g;
    gates[oAt] = o;
    c[stateAt + j] = cNext;
    const hNext = Math.fround(o * tanh(cNext));
    h[stateAt + j] = hNext;
    y[yAt + j] = hNext;
  }
}
