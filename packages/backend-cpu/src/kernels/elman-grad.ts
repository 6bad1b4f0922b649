import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { makeProduct } from "../product/make-product.ts";
import { gatherRows, scatterRows } from "../sequence/rows.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of the Elman network: the loop over time, last step first.
 * dy, y [B,T,H], dhN [B,H] -> dGates [B,T,H] = act'(h') * dh', dh0 [B,H];  dh = U^T dGates.
 * Werbos 1990 (backpropagation through time).
 */
export const elmanGrad = defineKernel(
  "UnrollElmanGrad",
  (inputs, { nonlinearity, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps, hiddenSize] = inputs.y.shape;
    const steps = orderValidSteps(
      validLengths(backend, inputs, batch, timeSteps),
      timeSteps,
      reverse,
    );
    const dy = floatsOrZeros(backend, inputs.dy, batch * timeSteps * hiddenSize);
    const y = floats(backend, inputs.y);
    const recurrent = makeProduct(floats(backend, inputs.weightHh), steps.places.length, {
      rows: batch,
      depth: hiddenSize,
      width: hiddenSize,
      transposed: false,
    });

    const dh = new Float32Array(batch * hiddenSize);
    gatherRows(floatsOrZeros(backend, inputs.dhN, batch * hiddenSize), steps.rows, hiddenSize, dh);
    const dPre = recurrent.left;
    const dGates = new Float32Array(batch * timeSteps * hiddenSize);
    const slope = nonlinearity === "tanh" ? tanhSlope : reluSlope;

    let packed = steps.places.length;
    for (let step = steps.running.length - 1; step >= 0; step--) {
      const running = steps.running[step]!;
      packed -= running;
      for (let r = 0; r < running; r++) {
        const at = r * hiddenSize;
        const place = steps.places[packed + r]! * hiddenSize;
        for (let j = 0; j < hiddenSize; j++) {
          const dNext = dh[at + j]! + dy[place + j]!;
          const d = slope(y[place + j]!) * dNext;
          dPre[at + j] = d;
          dGates[place + j] = d;
        }
      }
      dh.fill(0, 0, running * hiddenSize);
      recurrent.addTo(dh, 0, running);
    }
    const dh0 = new Float32Array(batch * hiddenSize);
    scatterRows(dh, steps.rows, hiddenSize, dh0);
    return [
      makeTensor(backend, [batch, timeSteps, hiddenSize], dGates),
      makeTensor(backend, [batch, hiddenSize], dh0),
    ];
  },
);

/** tanh'(x) where y = tanh(x). */
function tanhSlope(y: number): number {
  return 1 - y * y;
}

/** relu'(x) where y = relu(x): 1, or 0 where y is 0; NaN stays NaN. */
function reluSlope(y: number): number {
  return Math.sign(y);
}
