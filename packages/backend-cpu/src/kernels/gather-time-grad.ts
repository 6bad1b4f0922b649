import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel } from "@unroll/core";
import { placesOfSteps } from "../sequence/places-of-steps.ts";
import { scatterAddRows } from "../sequence/rows.ts";
import { floats, integers, makeTensor } from "../tensor-data.ts";

/**
 * Gradient of gathering steps.  dPicked [B,N,D], steps [B,N] int32 -> dy [B,T,D], T = `timeSteps`;
 * dy[b, steps[b, n]] += dPicked[b, n], from zeros. Each step is summed in float64, in the order of n.
 * @throws {DataError} when a step is not in 0..T-1
 */
export const gatherTimeGrad = defineKernel(
  "UnrollGatherTimeGrad",
  (inputs, { timeSteps }, backend: MathBackendCPU) => {
    const [batch, count, size] = inputs.dPicked.shape;
    const steps = integers(backend, inputs.steps);
    const places = placesOfSteps("UnrollGatherTimeGrad", steps, count, timeSteps);
    const dy = new Float32Array(batch * timeSteps * size);
    scatterAddRows(floats(backend, inputs.dPicked), places, size, dy);
    return [makeTensor(backend, [batch, timeSteps, size], dy)];
  },
);
