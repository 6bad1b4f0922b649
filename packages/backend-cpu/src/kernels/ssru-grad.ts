import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { gatherRows, scatterRows } from "../sequence/rows.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of the SSRU: the loop over time, last step first.
 * dy [B,T,H], dhN dcN [B,H], and the forward pass' gates [B,T,2H], cells [B,T,H]
 * -> dGates [B,T,2H], dh0 dc0 [B,H].
 * dc' += relu'(c') * dh';  dc = dc' * f.  Kim 2019.
 */
export const ssruGrad = defineKernel(
  "UnrollSsruGrad",
  (inputs, { reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps, hiddenSize] = inputs.cells.shape;
    const steps = orderValidSteps(
      validLengths(backend, inputs, batch, timeSteps),
      timeSteps,
      reverse,
    );
    const states = batch * hiddenSize;
    const dy = floatsOrZeros(backend, inputs.dy, timeSteps * states);
    const gates = floats(backend, inputs.gates);
    const cells = floats(backend, inputs.cells);
    const c0 = floatsOrZeros(backend, inputs.c0, states);
    const dh = new Float32Array(states);
    const dc = new Float32Array(states);
    gatherRows(floatsOrZeros(backend, inputs.dhN, states), steps.rows, hiddenSize, dh);
    gatherRows(floatsOrZeros(backend, inputs.dcN, states), steps.rows, hiddenSize, dc);
    const dGates = new Float32Array(timeSteps * states * 2);

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
          const at = r * hiddenSize + j;
          const fAt = place * 2 * hiddenSize + j;
          const f = gates[fAt]!;
          const g = gates[fAt + hiddenSize]!;
          const cNext = cells[place * hiddenSize + j]!;
          const dhNext = dh[at]! + dy[place * hiddenSize + j]!;
          const dcNext = dc[at]! + (cNext <= 0 ? 0 : dhNext);
          dGates[fAt] = dcNext * (cPrevious[cPreviousAt * hiddenSize + j]! - g) * f * (1 - f);
          dGates[fAt + hiddenSize] = dcNext * (1 - f);
          dc[at] = dcNext * f;
          dh[at] = 0; // no step starts from h
        }
      }
    }
    const dh0 = new Float32Array(states);
    const dc0 = new Float32Array(states);
    scatterRows(dh, steps.rows, hiddenSize, dh0);
    scatterRows(dc, steps.rows, hiddenSize, dc0);
    return [
      makeTensor(backend, [batch, timeSteps, 2 * hiddenSize], dGates),
      makeTensor(backend, [batch, hiddenSize], dh0),
      makeTensor(backend, [batch, hiddenSize], dc0),
    ];
  },
);
