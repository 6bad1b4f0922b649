import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { defineKernel, threefry } from "@unroll/core";
import { floats, makeTensor } from "../tensor-data.ts";

/**
 * Dropout of x, any shape: out[n] = x[n] * (words[n] < rate * 2^32 ? 0 : 1 / (1 - rate)), words 2b and
 * 2b+1 being those of Threefry's block b, from `block` on.  Srivastava 2014; Salmon 2011.
 */
export const dropout = defineKernel(
  "UnrollDropout",
  (inputs, { rate, key0, key1, block }, backend: MathBackendCPU) => {
    const x = floats(backend, inputs.x);
    const threshold = rate * 2 ** 32;
    const kept = Math.fround(1 / (1 - rate));
    const out = new Float32Array(x.length);
    const words = new Uint32Array(2);
    for (let n = 0; n < x.length; n++) {
      if (n % 2 === 0) {
        const at = block + n / 2;
        threefry(key0, key1, at >>> 0, Math.floor(at / 2 ** 32), words);
      }
      out[n] = x[n]! * (words[n % 2]! < threshold ? 0 : kept);
    }
    return [makeTensor(backend, inputs.x.shape, out)];
  },
);
