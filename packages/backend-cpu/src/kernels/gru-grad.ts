import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { makeProduct } from "../product/make-product.ts";
import { gatherRows, scatterRows } from "../sequence/rows.ts";
import { validLengths } from "../sequence/valid-lengths.ts";
import { orderValidSteps } from "../sequence/valid-steps.ts";
import { floats, floatsOrZeros, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of the GRU: the loop over time, last step first.
 * dy [B,T,H], dhN [B,H], and the forward pass' gates [B,T,3H], hidden [B,T,H], previous [B,T,H]
 * -> dGates dHidden [B,T,3H], dh0 [B,H].
 * dn = dh' * (1-z) * (1-n^2);  dz = dh' * (h-n) * z*(1-z);
 * resetAfter:  dr = dn * hidden * r*(1-r);    dh = dh' * z + U_rz^T (dr, dz) + U_n^T (r*dn)
 * otherwise:   dr = U_n^T dn * h * r*(1-r);   dh = dh' * z + U_rz^T (dr, dz) + r * U_n^T dn
 */
export const gruGrad = defineKernel(
  "UnrollGruGrad",
  (inputs, { resetAfter, reverse }, backend: MathBackendCPU) => {
    const [batch, timeSteps, hiddenSize] = inputs.previous.shape;
    const gateCount = 3 * hiddenSize;
    const split = 2 * hiddenSize;
    const steps = orderValidSteps(
      validLengths(backend, inputs, batch, timeSteps),
      timeSteps,
      reverse,
    );
    const dy = floatsOrZeros(backend, inputs.dy, batch * timeSteps * hiddenSize);
    const gates = floats(backend, inputs.gates);
    const hidden = floats(backend, inputs.hidden);
    const previous = floats(backend, inputs.previous);

    const weightHh = floats(backend, inputs.weightHh);
    const sizes = { rows: batch, width: hiddenSize, transposed: false };
    const recurrentRz = makeProduct(weightHh, steps.places.length, { ...sizes, depth: split });
    const recurrentN = makeProduct(weightHh.subarray(split * hiddenSize), steps.places.length, {
      ...sizes,
      depth: hiddenSize,
    });
    const dPreRz = recurrentRz.left; // at U h + b_h of r and z
    const dPreN = recurrentN.left; // at that of n
    const dLeftOfN = new Float32Array(batch * hiddenSize); // at what U_n multiplied: h or r*h
    const dh = new Float32Array(batch * hiddenSize);
    gatherRows(floatsOrZeros(backend, inputs.dhN, batch * hiddenSize), steps.rows, hiddenSize, dh);
    const dGates = new Float32Array(batch * timeSteps * gateCount);
    const dHidden = new Float32Array(batch * timeSteps * gateCount);

    let packed = steps.places.length;
    for (let step = steps.running.length - 1; step >= 0; step--) {
      const running = steps.running[step]!;
      packed -= running;
      for (let row = 0; row < running; row++) {
        const place = steps.places[packed + row]!;
        for (let j = 0; j < hiddenSize; j++) {
          const gateAt = place * gateCount + j;
          const at = place * hiddenSize + j;
          const stateAt = row * hiddenSize + j;
          const r = gates[gateAt]!;
          const z = gates[gateAt + hiddenSize]!;
          const n = gates[gateAt + split]!;
          const dhNext = dh[stateAt]! + dy[at]!;
          const dz = dhNext * (previous[at]! - n) * z * (1 - z);
          const dn = dhNext * (1 - z) * (1 - n * n);
          dGates[gateAt + hiddenSize] = dz;
          dGates[gateAt + split] = dn;
          dPreRz[row * split + hiddenSize + j] = dz;
          dPreN[stateAt] = resetAfter ? r * dn : dn;
          dh[stateAt] = dhNext * z;
        }
      }
      dLeftOfN.fill(0, 0, running * hiddenSize);
      recurrentN.addTo(dLeftOfN, 0, running);
      for (let row = 0; row < running; row++) {
        const place = steps.places[packed + row]!;
        for (let j = 0; j < hiddenSize; j++) {
          const gateAt = place * gateCount + j;
          const at = place * hiddenSize + j;
          const stateAt = row * hiddenSize + j;
          const r = gates[gateAt]!;
          const dReset = resetAfter
            ? dGates[gateAt + split]! * hidden[at]!
            : dLeftOfN[stateAt]! * previous[at]!;
          const dr = dReset * r * (1 - r);
          dGates[gateAt] = dr;
          dPreRz[row * split + j] = dr;
          dh[stateAt] = dh[stateAt]! + (resetAfter ? 1 : r) * dLeftOfN[stateAt]!;
          dHidden[gateAt] = dr;
          dHidden[gateAt + hiddenSize] = dGates[gateAt + hiddenSize]!;
          dHidden[gateAt + split] = dPreN[stateAt]!;
        }
      }
      recurrentRz.addTo(dh, 0, running);
    }
    const dh0 = new Float32Array(batch * hiddenSize);
    scatterRows(dh, steps.rows, hiddenSize, dh0);
    return [
      makeTensor(backend, [batch, timeSteps, gateCount], dGates),
      makeTensor(backend, [batch, timeSteps, gateCount], dHidden),
      makeTensor(backend, [batch, hiddenSize], dh0),
    ];
  },
);
