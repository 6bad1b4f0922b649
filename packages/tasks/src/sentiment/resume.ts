import {
  CheckpointError,
  MODEL_CONFIG,
  readOptionalJson,
  type Storage,
  writeJson,
} from "@unroll/core";
import type { WordTokenizer } from "../tokenizer/word-tokenizer.ts";
import { type SentimentConfig, sentimentConfigSchema } from "./config.ts";

/**
 * Writes config.json and tokenizer.json when a training starts. When it goes on, requires that it
 * is the same training: the same config, recipe and seed.
 *
 * @throws {CheckpointError} that names what differs
 */
export async function requireSameTraining(
  storage: Storage,
  config: SentimentConfig,
  tokenizer: WordTokenizer,
  resume: boolean,
): Promise<void> {
  const saved = resume && (await readOptionalJson(storage, MODEL_CONFIG, sentimentConfigSchema));
  if (!saved) {
    await writeJson(storage, MODEL_CONFIG, config);
    await tokenizer.save(storage);
    return;
  }
  const difference = firstDifference(config, saved, "");
  if (difference) {
    throw new CheckpointError(
      `${storage.describe(MODEL_CONFIG)}: ${difference.path} must be ${difference.expected} as in this training, ` +
        `got ${difference.actual}. Resume with the data and options it was started with, or train into another place.`,
    );
  }
}

function firstDifference(
  expected: unknown,
  actual: unknown,
  path: string,
): { path: string; expected: string; actual: string } | undefined {
  if (!isRecord(expected) || !isRecord(actual)) {
    const [left, right] = [JSON.stringify(expected), JSON.stringify(actual)];
    return left === right ? undefined : { path, expected: left, actual: right };
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const inner = path === "" ? key : `${path}.${key}`;
    const difference = firstDifference(expected[key], actual[key], inner);
    if (difference) {
      return difference;
    }
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
