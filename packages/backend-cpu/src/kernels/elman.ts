import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { tanh } from "../activations.ts";
import { makeProduct } from "../product/make-product.ts";
import { sumOfBiases } from "../sequence/biases.ts";
import { inputProduct } from "../sequence/input-product.ts";
import { gatherRows, scatterRows } from "../sequence/rows.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * Elman network over a whole sequence. x [B,T,I], h0 [B,H] -> y [B,T,H], hN [B,H].
 * h' = act(W x + U h + b).  Elman 1990.
 */
export const elman = defineKernel(
  "UnrollElman",
  (inputs, { nonlinearity, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps] = inputs.x.shape;
    const [, hiddenSize] = inputs.weightHh.shape;
    const steps = orderValidSteps(
      validLengths(backend, inputs, batch, timeSteps),
      timeSteps,
      reverse,
    );

    const pre = inputProduct(
      floats(backend, inputs.x),
      floats(backend, inputs.weightIh),
      sumOfBiases(backend, inputs, hiddenSize),
      steps.places,
    );
    const recurrent = makeProduct(floats(backend, inputs.weightHh), steps.places.length, {
      rows: batch,
      depth: hiddenSize,
      width: hiddenSize,
      transposed: true,
    });
    const h = recurrent.left;
    gatherRows(floatsOrZeros(backend, inputs.h0, batch * hiddenSize), steps.rows, hiddenSize, h);
    const y = new Float32Array(batch * timeSteps * hiddenSize);
    const activation = nonlinearity === "tanh" ? tanh : relu;

    let packed = 0;
    for (const running of steps.running) {
      recurrent.addTo(pre, packed * hiddenSize, running);
      for (let r = 0; r < running; r++, packed++) {
        const preAt = packed * hiddenSize;
        const hAt = r * hiddenSize;
        const yAt = steps.places[packed]! * hiddenSize;
        for (let j = 0; j < hiddenSize; j++) {
          // Rounded as y is, so that going on from a stored state gives the same bits.
          const next = Math.fround(activation(pre[preAt + j]!));
          h[hAt + j] = next;
          y[yAt + j] = next;
        }
      }
    }
    const hN = new Float32Array(batch * hiddenSize);
    scatterRows(h, steps.rows, hiddenSize, hN);
    return [
      makeTensor(backend, [batch, timeSteps, hiddenSize], y),
      makeTensor(backend, [batch, hiddenSize], hN),
    ];
  },
);

/** max(0, x); NaN stays NaN. */
function relu(x: number): number {
  return Math.max(0, x);
}
