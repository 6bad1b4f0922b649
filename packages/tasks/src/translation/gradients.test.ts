import { type Tensor, tensor, variableGrads } from "@tensorflow/tfjs-core";
import { cpu } from "@unroll/backend-cpu";
import { loadGradients, Rng, useBackend } from "@unroll/core";
import { beforeAll, expect, test } from "vitest";
import type { TranslationConfig } from "./config.ts";
import { translationLoss } from "./loss.ts";
import { TranslationModel } from "./model.ts";
import { pairBatch } from "./pair-batch.ts";

const config: TranslationConfig = {
  source: "en",
  target: "de",
  vocabularySize: 20,
  embeddingSize: 6,
  tiedEmbeddings: true,
  encoderCell: "lstm",
  encoderSize: 4,
  encoderLayers: 1,
  decoderCell: "lstm",
  decoderSize: 5,
  decoderLayers: 2,
  attention: "general",
  inputFeeding: false,
};
const settings = { labelSmoothing: 0.1, scheduledSampling: 0 };
/** Looked at in each parameter. */
const PLACES = 6;

beforeAll(async () => {
  await useBackend(cpu());
  await loadGradients();
});

test.each<Partial<TranslationConfig>>([
  {},
  { inputFeeding: true, attention: "additive" },
  { encoderCell: "gru", decoderCell: "gru", decoderLayers: 1, tiedEmbeddings: false },
])("gradients are those of finite differences, %o", (differing) => {
  const model = new TranslationModel({ ...config, ...differing });
  Object.values(model.parameters).forEach((parameter, i) => {
    const values = Rng.fromSeed(3).fold(i).normal(parameter.size, 0, 0.5);
    parameter.assign(tensor(values, parameter.shape));
  });
  const pairs = [
    { source: [5, 6, 7, 2], target: [8, 9, 10, 2] },
    { source: [11, 12, 2], target: [13, 14, 2] },
    { source: [5, 3, 2], target: [13, 2] },
  ];
  const batch = pairBatch(pairs, 1);
  const loss = () => translationLoss(model, batch, settings);
  const { grads } = variableGrads(loss);
  for (const [name, parameter] of Object.entries(model.parameters)) {
    const gradient = (grads[parameter.name] as Tensor).dataSync();
    const start = parameter.dataSync().slice();
    for (let n = 0; n < PLACES; n++) {
      const place = Math.floor((n * start.length) / PLACES);
      const at = (shift: number) => {
        const moved = start.slice();
        moved[place] = (moved[place] as number) + shift;
        parameter.assign(tensor(moved, parameter.shape));
        return loss().dataSync()[0] as number;
      };
      const slope = (at(0.01) - at(-0.01)) / 0.02;
      at(0);
      expect(Math.abs((gradient[place] as number) - slope), name).toBeLessThan(3e-5);
    }
  }
});
