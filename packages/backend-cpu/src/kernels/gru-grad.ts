import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { addProduct } from "../product/multiply.ts";
import { packPanels } from "../product/panels.ts";
import { returnRows, takeRows } from "../sequence/rows.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of the GRU: the loop over time, last step first.
 * dy [B,T,H], dhN [B,H], and the forward pass' gates [B,T,3H], hidden [B,T,H], previous [B,T,H]
 * -> dGates dHidden [B,T,3H], dh0 [B,H].
 * dn = dh' * (1-z) * (1-n^2);  dz = dh' * (h-n) * z*(1-z);
 * resetAfter:  dr = dn * hidden * r*(1-r);  dh = dh' * z + U^T (dr, dz, r*dn)
 * otherwise:   dr = U_n^T dn * h * r*(1-r); dh = dh' * z + U_rz^T (dr, dz) + r * U_n^T dn
 */
export const gruGrad = defineKernel(
  "UnrollGruGrad",
  (inputs, { resetAfter, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps, hiddenSize] = inputs.previous.shape as [number, number, number];
    const gateCount = 3 * hiddenSize;
    const split = 2 * hiddenSize;
    const steps = orderValidSteps(integers(backend, inputs.lengths), timeSteps, reverse);
    const dy = floats(backend, inputs.dy);
    const gates = floats(backend, inputs.gates);
    const hidden = floats(backend, inputs.hidden);
    const previous = floats(backend, inputs.previous);
    const weightHh = floats(backend, inputs.weightHh);
    const recurrentRz = packPanels(weightHh, split, hiddenSize, false);
    const recurrentN = packPanels(
      weightHh.subarray(split * hiddenSize),
      hiddenSize,
      hiddenSize,
      false,
    );

    const dh = takeRows(floats(backend, inputs.dhN), steps.rows, hiddenSize);
    const dRz = new Float64Array(batch * split); // at U h + b_h of r and z, row by row
    const dN = new Float64Array(batch * hiddenSize); // at the recurrent product of n
    const dResetH = new Float32Array(batch * hiddenSize); // U_n^T dN
    const dGates = new Float32Array(batch * timeSteps * gateCount);
    const dHidden = resetAfter ? new Float32Array(batch * timeSteps * gateCount) : dGates;

    let packed = steps.places.length;
    for (let step = steps.running.length - 1; step >= 0; step--) {
      const running = steps.running[step]!;
      packed -= running;
      for (let row = 0; row < running; row++) {
        const place = steps.places[packed + row]!;
        for (let j = 0; j < hiddenSize; j++) {
          const rAt = place * gateCount + j;
          const zAt = rAt + hiddenSize;
          const nAt = zAt + hiddenSize;
          const at = place * hiddenSize + j;
          const stateAt = row * hiddenSize + j;
          const r = gates[rAt]!;
          const z = gates[zAt]!;
          const n = gates[nAt]!;
          const dhNext = dh[stateAt]! + dy[at]!;
          const dz = dhNext * (previous[at]! - n) * z * (1 - z);
          const dn = dhNext * (1 - z) * (1 - n * n);
          dGates[zAt] = dz;
          dGates[nAt] = dn;
          dRz[row * split + hiddenSize + j] = dz;
          dN[stateAt] = resetAfter ? r * dn : dn;
          dh[stateAt] = dhNext * z;
        }
      }
      dResetH.fill(0, 0, running * hiddenSize);
      addProduct(dN, running, recurrentN, dResetH, 0);
      for (let row = 0; row < running; row++) {
        const place = steps.places[packed + row]!;
        for (let j = 0; j < hiddenSize; j++) {
          const rAt = place * gateCount + j;
          const at = place * hiddenSize + j;
          const stateAt = row * hiddenSize + j;
          const r = gates[rAt]!;
          // dN holds r*dn with resetAfter, so dn is read where it was written.
          const dr = resetAfter
            ? dGates[rAt + split]! * hidden[at]! * r * (1 - r)
            : dResetH[stateAt]! * previous[at]! * r * (1 - r);
          dGates[rAt] = dr;
          dRz[row * split + j] = dr;
          dh[stateAt] = dh[stateAt]! + dResetH[stateAt]! * (resetAfter ? 1 : r);
        }
        if (resetAfter) {
          const gateAt = place * gateCount;
          dHidden.set(dGates.subarray(gateAt, gateAt + split), gateAt);
          dHidden.set(dN.subarray(row * hiddenSize, (row + 1) * hiddenSize), gateAt + split);
        }
      }
      addProduct(dRz, running, recurrentRz, dh, 0);
    }
    const gatesShape = [batch, timeSteps, gateCount];
    return [
      makeTensor(backend, gatesShape, dGates),
      makeTensor(backend, gatesShape, resetAfter ? dHidden : dGates.slice()),
      makeTensor(backend, [batch, hiddenSize], returnRows(dh, steps.rows, hiddenSize)),
    ];
  },
);
