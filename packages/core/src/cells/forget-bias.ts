import { tensor1d, tidy } from "@tensorflow/tfjs-core";
import type { GateWeights } from "./gate-weights.ts";

/** Adds a constant to the forget gate's block (the second of four) of an LSTM's first bias. */
export function addForgetBias({ biasIh }: GateWeights, forgetBias: number): void {
  if (biasIh === undefined) {
    return;
  }
  tidy(() => {
    const values = Float32Array.from(biasIh.dataSync());
    const hiddenSize = values.length / 4;
    for (let i = hiddenSize; i < 2 * hiddenSize; i++) {
      values[i] = (values[i] as number) + forgetBias;
    }
    biasIh.assign(tensor1d(values));
  });
}
