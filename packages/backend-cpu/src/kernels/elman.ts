import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { tanh } from "../activations.ts";
import { addProduct } from "../product/multiply.ts";
import { packPanels } from "../product/panels.ts";
import { inputProduct } from "../sequence/input-product.ts";
import { returnRows, takeWideRows } from "../sequence/rows.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Elman network over a whole sequence. x [B,T,I], h0 [B,H] -> y [B,T,H], hN [B,H].
 * h' = act(W x + U h + b).  Elman 1990.
 */
export const elman = defineKernel(
  "UnrollElman",
  (inputs, { nonlinearity, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps, inputSize] = inputs.x.shape as [number, number, number];
    const [hiddenSize] = inputs.bias.shape as [number];
    const steps = orderValidSteps(integers(backend, inputs.lengths), timeSteps, reverse);

    const pre = inputProduct(
      floats(backend, inputs.x),
      floats(backend, inputs.weightIh),
      floats(backend, inputs.bias),
      steps.places,
      inputSize,
    );
    const recurrent = packPanels(floats(backend, inputs.weightHh), hiddenSize, hiddenSize, true);
    const h = takeWideRows(floats(backend, inputs.h0), steps.rows, hiddenSize);
    const y = new Float32Array(batch * timeSteps * hiddenSize);
    const activation = nonlinearity === "tanh" ? tanh : relu;

    let packed = 0;
    for (const running of steps.running) {
      addProduct(h, running, recurrent, pre, packed * hiddenSize);
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
    return [
      makeTensor(backend, [batch, timeSteps, hiddenSize], y),
      makeTensor(backend, [batch, hiddenSize], returnRows(h, steps.rows, hiddenSize)),
    ];
  },
);

/** max(0, x); NaN stays NaN. */
function relu(x: number): number {
  return Math.max(0, x);
}
