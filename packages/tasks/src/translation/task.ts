import { CheckpointError, MODEL_CONFIG } from "@unroll/core";
import type { Task } from "../task.ts";
import { BpeTokenizer } from "../text/bpe/bpe-tokenizer.ts";
import { completeRecipe } from "../training/recipe.ts";
import { translationConfigSchema } from "./config.ts";
import { evaluateTranslation } from "./evaluate-translation.ts";
import { translationLoss } from "./loss.ts";
import { TranslationModel } from "./model.ts";
import { recipeEntries, type TranslationRecipe } from "./recipe.ts";
import { trainingSet } from "./training-set.ts";
import { translateEntries } from "./translate-options.ts";
import { type Translated, Translation, type TranslationTask } from "./translation.ts";

/** Says a text in another language: many to many. */
export const translation: Task<TranslationTask> = {
  name: "translation",
  summary: "says a text in another language",
  examples: "sentences",
  figures: {
    bleu: { label: "BLEU", better: "higher", digits: 2 },
    chrf: { label: "chrF2", better: "higher", digits: 2 },
    copied: { label: "names and numbers copied", better: "higher", digits: 1, unit: "%" },
    perplexity: { label: "perplexity", better: "lower", digits: 3 },
  },
  config: translationConfigSchema,
  recipe: recipeEntries,

  // Readers of files are loaded when a file is read: a page that translates does without them.
  async read(place, { seed, recipe }) {
    const { readTranslationData } = await import("./data/read-pairs.ts");
    const { source, target } = completeRecipe<TranslationRecipe>(recipeEntries, recipe ?? {});
    return readTranslationData(place, { seed, source, target });
  },
  readSplit: async (place, split, config) =>
    (await import("./data/read-pairs.ts")).readTranslationSplit(place, split, config),

  prepare({ train, dev }, { recipe }) {
    const tokenizer = BpeTokenizer.train(
      train.flatMap(({ source, target }) => [` ${source}`, ` ${target}`]),
      { vocabularySize: recipe.vocabularySize },
    );
    return {
      config: {
        source: recipe.source,
        target: recipe.target,
        vocabularySize: tokenizer.size,
        embeddingSize: recipe.embeddingSize,
        tiedEmbeddings: recipe.tiedEmbeddings,
        encoderCell: recipe.encoderCell,
        encoderSize: recipe.encoderSize,
        encoderLayers: recipe.encoderLayers,
        decoderCell: recipe.decoderCell,
        decoderSize: recipe.decoderSize,
        decoderLayers: recipe.decoderLayers,
        attention: recipe.attention,
        inputFeeding: recipe.inputFeeding,
      },
      parts: { tokenizer },
      train: trainingSet(train, tokenizer, recipe),
      dev,
    };
  },
  model: (config, start) => new TranslationModel(config, start),
  loss: translationLoss,

  parts: {
    async load(storage, { vocabularySize }) {
      const tokenizer = await BpeTokenizer.load(storage);
      if (tokenizer.size === vocabularySize) return { tokenizer };
      throw new CheckpointError(
        `${storage.describe(MODEL_CONFIG)}: key "vocabularySize" must be the tokenizer's ${tokenizer.size}, ` +
          `got ${vocabularySize}. Take both files from the same model.`,
      );
    },
    save: ({ tokenizer }, storage) => tokenizer.save(storage),
  },
  pipeline: (loaded) => new Translation(loaded),
  evaluate: evaluateTranslation,

  card(config) {
    return {
      title: `Translation from ${languageName(config.source)} to ${languageName(config.target)}`,
      pipelineTag: "translation",
      network: "A recurrent encoder-decoder with attention",
      facts: {
        Languages: `${config.source} to ${config.target}`,
        Vocabulary: `${config.vocabularySize} subwords of both languages together`,
        Embedding: `${config.embeddingSize}${config.tiedEmbeddings ? ", shared with the output layer" : ""}`,
        Encoder: `${config.encoderLayers} x bidirectional ${config.encoderCell}, 2 x ${config.encoderSize}`,
        Decoder: `${config.decoderLayers} x ${config.decoderCell}, ${config.decoderSize}`,
        Attention: `${config.attention}${config.inputFeeding ? ", with input feeding" : ""}`,
      },
    };
  },
  command: {
    input: "texts",
    inputName: "text",
    data: "sentence pairs: a folder, a .tsv, or one of two aligned files such as train.de",
    example: '"How are you?"',
    options: translateEntries,
    show: ({ translationText }: Translated) => translationText.trim().replace(/\s+/gu, " "),
    showInput: false,
  },
};

function languageName(tag: string): string {
  return new Intl.DisplayNames("en", { type: "language" }).of(tag) ?? tag;
}
