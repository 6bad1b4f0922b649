import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { sigmoid } from "../activations.ts";
import { inputProduct } from "../sequence/input-product.ts";
import { gatherRows, scatterRows } from "../sequence/rows.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * Simpler simple recurrent unit over a whole sequence. x [B,T,I], h0 c0 [B,H] -> y [B,T,H], hN cN [B,H],
 * with `reserve` also gates [B,T,2H] = f, g and cells [B,T,H] = every c'.
 * c' = f*c + (1-f)*g;  h' = relu(c');  f = sigmoid(W_f x + b_f), g = W x + b.  Kim 2019.
 */
export const ssru = defineKernel(
  "UnrollSsru",
  (inputs, { reserve, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps] = inputs.x.shape;
    const hiddenSize = inputs.weightIh.shape[0] / 2;
    const steps = orderValidSteps(
      validLengths(backend, inputs, batch, timeSteps),
      timeSteps,
      reverse,
    );
    const gates = inputProduct(
      floats(backend, inputs.x),
      floats(backend, inputs.weightIh),
      floatsOrZeros(backend, inputs.biasIh, 2 * hiddenSize),
      steps.places,
    );
    const h = new Float32Array(batch * hiddenSize);
    const c = new Float32Array(batch * hiddenSize);
    gatherRows(floatsOrZeros(backend, inputs.h0, h.length), steps.rows, hiddenSize, h);
    gatherRows(floatsOrZeros(backend, inputs.c0, c.length), steps.rows, hiddenSize, c);
    const y = new Float32Array(batch * timeSteps * hiddenSize);
    const cells = new Float32Array(reserve ? y.length : 0);

    let packed = 0;
    for (const running of steps.running) {
      for (let r = 0; r < running; r++, packed++) {
        const place = steps.places[packed]! * hiddenSize;
        for (let j = 0; j < hiddenSize; j++) {
          const fAt = packed * 2 * hiddenSize + j;
          const at = r * hiddenSize + j;
          const f = sigmoid(gates[fAt]!);
          const cNext = Math.fround(f * c[at]! + (1 - f) * gates[fAt + hiddenSize]!);
          const hNext = Math.max(0, cNext);
          gates[fAt] = f;
          c[at] = cNext;
          h[at] = hNext;
          y[place + j] = hNext;
          if (reserve) cells[place + j] = cNext;
        }
      }
    }
    const hN = new Float32Array(h.length);
    const cN = new Float32Array(c.length);
    scatterRows(h, steps.rows, hiddenSize, hN);
    scatterRows(c, steps.rows, hiddenSize, cN);
    const outputs = [
      makeTensor(backend, [batch, timeSteps, hiddenSize], y),
      makeTensor(backend, [batch, hiddenSize], hN),
      makeTensor(backend, [batch, hiddenSize], cN),
    ] as const;
    if (!reserve) return [...outputs];
    const kept = new Float32Array(2 * y.length);
    scatterRows(gates, steps.places, 2 * hiddenSize, kept);
    return [
      ...outputs,
      makeTensor(backend, [batch, timeSteps, 2 * hiddenSize], kept),
      makeTensor(backend, [batch, timeSteps, hiddenSize], cells),
    ];
  },
);
