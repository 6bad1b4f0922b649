import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { placesOfSteps } from "../sequence/places-of-steps.ts";
import { gatherRows } from "../sequence/rows.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Steps of each row.  y [B,T,D], steps [B,N] int32 -> picked [B,N,D];  picked[b, n] = y[b, steps[b, n]].
 * @throws {DataError} when a step is not in 0..T-1
 */
export const gatherTime = defineKernel(
  "UnrollGatherTime",
  (inputs, _attrs, backend: MathBackendCPU) => {
    const [batch, timeSteps, size] = inputs.y.shape;
    const [, count] = inputs.steps.shape;
    const steps = integers(backend, inputs.steps);
    const places = placesOfSteps("UnrollGatherTime", steps, count, timeSteps);
    const picked = new Float32Array(batch * count * size);
    gatherRows(floats(backend, inputs.y), places, size, picked);
    return [makeTensor(backend, [batch, count, size], picked)];
  },
);
