import { MODEL_CONFIG, type Storage, writeJson } from "@unroll/core";
import type { SentimentAnalysis } from "./sentiment-analysis.ts";

export interface SaveOptions {
  /** How the weights are stored: "F16" takes half the space. Default "F32". */
  dtype?: "F32" | "F16" | undefined;
}

export async function saveSentimentAnalysis(
  { config, tokenizer, model }: SentimentAnalysis,
  storage: Storage,
  { dtype = "F32" }: SaveOptions = {},
): Promise<void> {
  await writeJson(storage, MODEL_CONFIG, config);
  await tokenizer.save(storage);
  // Last: where there are weights, there is a whole model.
  await model.save(storage, { dtype });
}
