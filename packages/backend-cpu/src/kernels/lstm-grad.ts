import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { tanh } from "../activations.ts";
import { makeProduct } from "../product/make-product.ts";
import { gatherRows, scatterRows } from "../sequence/rows.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of the LSTM: the loop over time, last step first.
 * dy [B,T,H], dhN dcN [B,H], and the forward pass' gates [B,T,4H], cells [B,T,H]
 * -> dGates [B,T,4H], dh0 dc0 [B,H].
 * dc' += dh' * o * tanh'(c');  dc = dc' * f;  dh = U^T dGates.
 * Hochreiter & Schmidhuber 1997; in full: Graves & Schmidhuber 2005.
 */
export const lstmGrad = defineKernel(
  "UnrollLstmGrad",
  (inputs, { reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps, hiddenSize] = inputs.cells.shape;
    const gateCount = 4 * hiddenSize;
    const steps = orderValidSteps(
      validLengths(backend, inputs, batch, timeSteps),
      timeSteps,
      reverse,
    );
    const dy = floatsOrZeros(backend, inputs.dy, batch * timeSteps * hiddenSize);
    const gates = floats(backend, inputs.gates);
    const cells = floats(backend, inputs.cells);
    const c0 = floatsOrZeros(backend, inputs.c0, batch * hiddenSize);
    const recurrent = makeProduct(floats(backend, inputs.weightHh), steps.places.length, {
      rows: batch,
      depth: gateCount,
      width: hiddenSize,
      transposed: false,
    });

    const dh = new Float32Array(batch * hiddenSize);
    const dc = new Float32Array(batch * hiddenSize);
    gatherRows(floatsOrZeros(backend, inputs.dhN, batch * hiddenSize), steps.rows, hiddenSize, dh);
    gatherRows(floatsOrZeros(backend, inputs.dcN, batch * hiddenSize), steps.rows, hiddenSize, dc);
    const dPre = recurrent.left;
    const dGates = new Float32Array(batch * timeSteps * gateCount);

    let packed = steps.places.length;
    for (let step = steps.running.length - 1; step >= 0; step--) {
      const running = steps.running[step]!;
      packed -= running;
      for (let r = 0; r < running; r++) {
        const place = steps.places[packed + r]!;
        // c before this step: c0, or the cell of the step before.
        const cPrevious = step === 0 ? c0 : cells;
        const cPreviousAt = step === 0 ? steps.rows[r]! : reverse ? place + 1 : place - 1;
        for (let j = 0; j < hiddenSize; j++) {
          const gateAt = place * gateCount + j;
          const i = gates[gateAt]!;
          const f = gates[gateAt + hiddenSize]!;
          const g = gates[gateAt + 2 * hiddenSize]!;
          const o = gates[gateAt + 3 * hiddenSize]!;
          const tanhC = tanh(cells[place * hiddenSize + j]!);

          const dhNext = dh[r * hiddenSize + j]! + dy[place * hiddenSize + j]!;
          const dcNext = dc[r * hiddenSize + j]! + dhNext * o * (1 - tanhC * tanhC);
          const dI = dcNext * g * i * (1 - i);
          const dF = dcNext * cPrevious[cPreviousAt * hiddenSize + j]! * f * (1 - f);
          const dG = dcNext * i * (1 - g * g);
          const dO = dhNext * tanhC * o * (1 - o);
          dc[r * hiddenSize + j] = dcNext * f;

          const dPreAt = r * gateCount + j;
          dPre[dPreAt] = dI;
          dPre[dPreAt + hiddenSize] = dF;
          dPre[dPreAt + 2 * hiddenSize] = dG;
          dPre[dPreAt + 3 * hiddenSize] = dO;
        }
        dGates.set(dPre.subarray(r * gateCount, (r + 1) * gateCount), place * gateCount);
      }
      dh.fill(0, 0, running * hiddenSize);
      recurrent.addTo(dh, 0, running);
    }
    const dh0 = new Float32Array(batch * hiddenSize);
    const dc0 = new Float32Array(batch * hiddenSize);
    scatterRows(dh, steps.rows, hiddenSize, dh0);
    scatterRows(dc, steps.rows, hiddenSize, dc0);
    return [
      makeTensor(backend, [batch, timeSteps, gateCount], dGates),
      makeTensor(backend, [batch, hiddenSize], dh0),
      makeTensor(backend, [batch, hiddenSize], dc0),
    ];
  },
);
