import { argMax, concat, slice, type Tensor2D, tensor2d, tidy, where } from "@tensorflow/tfjs-core";
import type { Rng } from "@unroll/core";
import type { TranslationModel } from "./model.ts";
import type { PairBatch } from "./pair-batch.ts";

/**
 * What the decoder is given when a share of its inputs is what it would have written itself, told the target
 * up to there. That takes a pass forward over all steps at once, so the recurrence stays one kernel.
 *
 * @param share  of the tokens that are replaced; never the first, which begins the target
 * @returns      shape [batch, time], int32; the caller disposes it
 * Source: Bengio et al. 2015; in two passes: Mihaylova & Martins 2019
 */
export function sampleInputs(
  model: TranslationModel,
  { source, sourceLengths, inputs, targetLengths }: PairBatch,
  share: number,
  rng: Rng,
): Tensor2D {
  return tidy(() => {
    const [batchSize, timeSteps] = inputs.shape;
    const encoded = model.encode(source, sourceLengths);
    const readout = model.teach(encoded, { inputs, lengths: targetLengths });
    const written: Tensor2D = argMax(model.layers.output.forward(readout), 2);
    // What was written at a step is given to the next one.
    const begin: Tensor2D = slice(inputs, [0, 0], [batchSize, 1]);
    const rest: Tensor2D = slice(written, [0, 0], [batchSize, timeSteps - 1]);
    const own = concat([begin, rest], 1);
    const replaced = Uint8Array.from({ length: inputs.size }, () =>
      Number(rng.nextUniform() < share),
    );
    return where(tensor2d(replaced, inputs.shape, "bool"), own, inputs);
  });
}
