import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { sigmoid, tanh } from "../activations.ts";
import { addProduct } from "../product/multiply.ts";
import { packPanels } from "../product/panels.ts";
import { inputProduct } from "../sequence/input-product.ts";
import { returnRows, takeWideRows } from "../sequence/rows.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * GRU over a whole sequence. x [B,T,I], h0 [B,H] -> y [B,T,H], hN [B,H],
 * with `reserve` also gates [B,T,3H] = r, z, n and hidden [B,T,H].
 * h' = (1-z)*n + z*h.  Cho 2014.
 * resetAfter:  n = tanh(W x + b_in + hidden*r), hidden = U h + b_hn
 * otherwise:   n = tanh(W x + b_in + U hidden + b_hn), hidden = r*h
 */
export const gru = defineKernel(
  "UnrollGru",
  (inputs, { reserve, resetAfter, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps, inputSize] = inputs.x.shape as [number, number, number];
    const [, hiddenSize] = inputs.h0.shape as [number, number];
    const gateCount = 3 * hiddenSize;
    const steps = orderValidSteps(integers(backend, inputs.lengths), timeSteps, reverse);

    const pre = inputProduct(
      floats(backend, inputs.x),
      floats(backend, inputs.weightIh),
      floats(backend, inputs.biasIh),
      steps.places,
      inputSize,
    );
    // U and b_h of r and z, and apart from them of n: without resetAfter it multiplies r*h.
    const weightHh = floats(backend, inputs.weightHh);
    const biasHh = floats(backend, inputs.biasHh);
    const split = 2 * hiddenSize;
    const recurrentRz = packPanels(weightHh, hiddenSize, split, true);
    const recurrentN = packPanels(
      weightHh.subarray(split * hiddenSize),
      hiddenSize,
      hiddenSize,
      true,
    );
    const biasRz = biasHh.subarray(0, split);
    const biasN = biasHh.subarray(split);

    const h = takeWideRows(floats(backend, inputs.h0), steps.rows, hiddenSize);
    const resetH = new Float64Array(batch * hiddenSize);
    const hiddenRz = new Float32Array(batch * split);
    const hiddenN = new Float32Array(batch * hiddenSize);
    const y = new Float32Array(batch * timeSteps * hiddenSize);
    const gates = reserve ? new Float32Array(batch * timeSteps * gateCount) : undefined;
    const hidden = reserve ? new Float32Array(batch * timeSteps * hiddenSize) : undefined;

    let packed = 0;
    for (const running of steps.running) {
      for (let r = 0; r < running; r++) {
        hiddenRz.set(biasRz, r * split);
        hiddenN.set(biasN, r * hiddenSize);
      }
      addProduct(h, running, recurrentRz, hiddenRz, 0);
      for (let row = 0; row < running; row++) {
        for (let j = 0; j < hiddenSize; j++) {
          const rAt = (packed + row) * gateCount + j;
          const zAt = rAt + hiddenSize;
          const r = sigmoid(pre[rAt]! + hiddenRz[row * split + j]!);
          pre[rAt] = r;
          pre[zAt] = sigmoid(pre[zAt]! + hiddenRz[row * split + hiddenSize + j]!);
          resetH[row * hiddenSize + j] = r * h[row * hiddenSize + j]!;
        }
      }
      addProduct(resetAfter ? h : resetH, running, recurrentN, hiddenN, 0);
      for (let row = 0; row < running; row++, packed++) {
        const gatesAt = packed * gateCount;
        const stateAt = row * hiddenSize;
        const place = steps.places[packed]!;
        for (let j = 0; j < hiddenSize; j++) {
          const nAt = gatesAt + 2 * hiddenSize + j;
          const r = resetAfter ? pre[gatesAt + j]! : 1;
          const z = pre[gatesAt + hiddenSize + j]!;
          const n = tanh(pre[nAt]! + r * hiddenN[stateAt + j]!);
          pre[nAt] = n;
          // Rounded as y is, so that going on from a stored state gives the same bits.
          h[stateAt + j] = Math.fround((1 - z) * n + z * h[stateAt + j]!);
        }
        const state = h.subarray(stateAt, stateAt + hiddenSize);
        y.set(state, place * hiddenSize);
        gates?.set(pre.subarray(gatesAt, gatesAt + gateCount), place * gateCount);
        const kept = resetAfter ? hiddenN : resetH;
        hidden?.set(kept.subarray(stateAt, stateAt + hiddenSize), place * hiddenSize);
      }
    }
    return [
      makeTensor(backend, [batch, timeSteps, hiddenSize], y),
      makeTensor(backend, [batch, hiddenSize], returnRows(h, steps.rows, hiddenSize)),
      ...(gates ? [makeTensor(backend, [batch, timeSteps, gateCount], gates)] : []),
      ...(hidden ? [makeTensor(backend, [batch, timeSteps, hiddenSize], hidden)] : []),
    ];
  },
);
