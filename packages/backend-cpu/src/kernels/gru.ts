import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { sigmoid, tanh } from "../activations.ts";
import { makeProduct } from "../product/make-product.ts";
import { inputProduct } from "../sequence/input-product.ts";
import { gatherRows, scatterRows } from "../sequence/rows.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * GRU over a whole sequence. x [B,T,I], h0 [B,H] -> y [B,T,H], hN [B,H],
 * with `reserve` also gates [B,T,3H] = r, z, n and hidden [B,T,H].
 * h' = (1-z)*n + z*h.  Cho 2014.
 * resetAfter:  n = tanh(W x + b_in + r*hidden), hidden = U h + b_hn
 * otherwise:   n = tanh(W x + b_in + U hidden + b_hn), hidden = r*h
 */
export const gru = defineKernel(
  "UnrollGru",
  (inputs, { reserve, resetAfter, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps] = inputs.x.shape;
    const [, hiddenSize] = inputs.weightHh.shape;
    const gateCount = 3 * hiddenSize;
    const split = 2 * hiddenSize;
    const steps = orderValidSteps(
      validLengths(backend, inputs, batch, timeSteps),
      timeSteps,
      reverse,
    );

    const pre = inputProduct(
      floats(backend, inputs.x),
      floats(backend, inputs.weightIh),
      floatsOrZeros(backend, inputs.biasIh, gateCount),
      steps.places,
    );
    // r and z are one product, n another: without resetAfter it multiplies r*h, which needs r.
    const weightHh = floats(backend, inputs.weightHh);
    const sizes = { rows: batch, depth: hiddenSize, transposed: true };
    const recurrentRz = makeProduct(weightHh, steps.places.length, { ...sizes, width: split });
    const recurrentN = makeProduct(weightHh.subarray(split * hiddenSize), steps.places.length, {
      ...sizes,
      width: hiddenSize,
    });
    const h = recurrentRz.left;
    const leftOfN = recurrentN.left; // h or r*h
    gatherRows(floatsOrZeros(backend, inputs.h0, batch * hiddenSize), steps.rows, hiddenSize, h);

    const biasHh = floatsOrZeros(backend, inputs.biasHh, gateCount);
    const preRz = new Float32Array(batch * split); // U h + b_h of r and z
    const preN = new Float32Array(batch * hiddenSize); // that of n
    const y = new Float32Array(batch * timeSteps * hiddenSize);
    const gates = reserve ? new Float32Array(batch * timeSteps * gateCount) : undefined;
    const hidden = reserve ? new Float32Array(batch * timeSteps * hiddenSize) : undefined;

    let packed = 0;
    for (const running of steps.running) {
      for (let row = 0; row < running; row++) {
        preRz.set(biasHh.subarray(0, split), row * split);
        preN.set(biasHh.subarray(split), row * hiddenSize);
      }
      recurrentRz.addTo(preRz, 0, running);
      for (let row = 0; row < running; row++) {
        const rAt = (packed + row) * gateCount;
        const zAt = rAt + hiddenSize;
        for (let j = 0; j < hiddenSize; j++) {
          const r = sigmoid(pre[rAt + j]! + preRz[row * split + j]!);
          const z = sigmoid(pre[zAt + j]! + preRz[row * split + hiddenSize + j]!);
          pre[rAt + j] = r;
          pre[zAt + j] = z;
          const at = row * hiddenSize + j;
          leftOfN[at] = resetAfter ? h[at]! : r * h[at]!;
        }
      }
      recurrentN.addTo(preN, 0, running);
      for (let row = 0; row < running; row++, packed++) {
        const gatesAt = packed * gateCount;
        const stateAt = row * hiddenSize;
        const place = steps.places[packed]!;
        for (let j = 0; j < hiddenSize; j++) {
          const r = pre[gatesAt + j]!;
          const z = pre[gatesAt + hiddenSize + j]!;
          const nAt = gatesAt + split + j;
          const n = tanh(pre[nAt]! + (resetAfter ? r : 1) * preN[stateAt + j]!);
          pre[nAt] = n;
          // Rounded as y is, so that going on from a stored state gives the same bits.
          const hNext = Math.fround((1 - z) * n + z * h[stateAt + j]!);
          h[stateAt + j] = hNext;
          y[place * hiddenSize + j] = hNext;
        }
        gates?.set(pre.subarray(gatesAt, gatesAt + gateCount), place * gateCount);
        const kept = resetAfter ? preN : leftOfN;
        hidden?.set(kept.subarray(stateAt, stateAt + hiddenSize), place * hiddenSize);
      }
    }
    const hN = new Float32Array(batch * hiddenSize);
    scatterRows(h, steps.rows, hiddenSize, hN);
    const outputs = [
      makeTensor(backend, [batch, timeSteps, hiddenSize], y),
      makeTensor(backend, [batch, hiddenSize], hN),
    ] as const;
    if (!gates || !hidden) return [...outputs];
    return [
      ...outputs,
      makeTensor(backend, [batch, timeSteps, gateCount], gates),
      makeTensor(backend, [batch, timeSteps, hiddenSize], hidden),
    ];
  },
);
