import { CheckpointError, MODEL_CONFIG, MODEL_WEIGHTS, readJson, type Storage } from "@unroll/core";
import { WordTokenizer } from "../tokenizer/word-tokenizer.ts";
import { type SentimentConfig, sentimentConfigSchema } from "./config.ts";
import { SentimentModel, sentimentParameterCount } from "./model.ts";
import { SentimentAnalysis } from "./sentiment-analysis.ts";

/**
 * Loads a sentiment pipeline: config.json, tokenizer.json and model.safetensors.
 *
 * @param storage  where the files are: a directory, a web server, memory
 * @returns        the pipeline; the caller disposes it
 * @throws {CheckpointError} when a file is absent or damaged, or they do not belong together
 */
export async function loadSentimentAnalysis(storage: Storage): Promise<SentimentAnalysis> {
  const [config, tokenizer, bytes] = await Promise.all([
    readJson(storage, MODEL_CONFIG, sentimentConfigSchema),
    WordTokenizer.load(storage),
    storage.read(MODEL_WEIGHTS),
  ]);
  if (tokenizer.size !== config.vocabularySize) {
    throw new CheckpointError(
      `${storage.describe(MODEL_CONFIG)}: key "vocabularySize" must be the tokenizer's ${tokenizer.size}, ` +
        `got ${config.vocabularySize}. Take both files from the same model.`,
    );
  }
  requireEnough(bytes, config, storage.describe(MODEL_WEIGHTS));
  const model = new SentimentModel(config, null);
  try {
    await model.load(alreadyRead(storage, bytes));
  } catch (error) {
    model.dispose();
    throw error;
  }
  return new SentimentAnalysis(tokenizer, model);
}

/** The sizes in a config are believed only where the weights are large enough for them. */
function requireEnough(
  bytes: Uint8Array | undefined,
  config: SentimentConfig,
  where: string,
): void {
  const least = 2 * sentimentParameterCount(config);
  if (bytes !== undefined && bytes.length < least) {
    throw new CheckpointError(
      `${where}: the file must have at least ${least} bytes for the model in ${MODEL_CONFIG}, ` +
        `got ${bytes.length}. Take both files from the same model, or download them again.`,
    );
  }
}

/** A storage whose one file is in memory: the weights are not read, or downloaded, twice. */
function alreadyRead(storage: Storage, bytes: Uint8Array | undefined): Storage {
  return {
    read: async () => bytes,
    write: (name, content) => storage.write(name, content),
    remove: (name) => storage.remove(name),
    describe: (name) => storage.describe(name),
  };
}
