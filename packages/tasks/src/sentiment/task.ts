import { CheckpointError, crossEntropy, DataError, MODEL_CONFIG } from "@unroll/core";
import * as v from "valibot";
import { accuracy } from "../metrics/accuracy.ts";
import { confusionMatrix } from "../metrics/confusion-matrix.ts";
import { macroF1 } from "../metrics/macro-f1.ts";
import type { Task } from "../task.ts";
import { WordTokenizer } from "../text/word-tokenizer.ts";
import { sentimentConfigSchema } from "./config.ts";
import { type LabelScore, rank } from "./label-scores.ts";
import { SentimentModel } from "./model.ts";
import { recipeEntries } from "./recipe.ts";
import { requireSentimentData } from "./require-sentiment-data.ts";
import { type Sentiment, SentimentAnalysis } from "./sentiment-analysis.ts";
import { trainingSet } from "./training-set.ts";

/** Says how a text is meant: many to one. */
export const sentimentAnalysis: Task<Sentiment> = {
  name: "sentiment-analysis",
  summary: "says how a text is meant, such as positive or negative",
  examples: "texts",
  figures: {
    accuracy: { label: "accuracy", better: "higher" },
    macroF1: { label: "macro-F1", better: "higher" },
  },
  config: sentimentConfigSchema,
  recipe: recipeEntries,

  // Readers of files are loaded when a file is read: a page that answers does without them.
  read: async (place, options) =>
    (await import("./data/read.ts")).readSentimentData(place, options),
  readSplit: async (place, split) =>
    (await import("./data/read.ts")).readSentimentSplit(place, split),

  prepare(data, { recipe, rng }) {
    requireSentimentData(data);
    const texts = data.vocabularyTexts ?? data.train.map(({ text }) => text);
    const tokenizer = WordTokenizer.train(texts, {
      minCount: recipe.minCount,
      maxSize: recipe.maxWords ?? undefined,
    });
    const { embeddingSize, hiddenSize, pooling, unlabeledShare } = recipe;
    const labels = Object.entries(data.labels).map(([label, indices]) => [label, [...indices]]);
    return {
      config: {
        vocabularySize: tokenizer.size,
        embeddingSize,
        hiddenSize,
        pooling,
        classes: [...data.classes],
        labels: Object.fromEntries(labels),
      },
      parts: { tokenizer },
      train: trainingSet(data, tokenizer, unlabeledShare, rng.fold("unlabeled")),
      dev: data.dev,
    };
  },
  model: (config, start) => new SentimentModel(config, start),
  loss: (model, { tokens, lengths, targets }, { labelSmoothing }, context) =>
    crossEntropy(model.forward(tokens, lengths, context), targets, { labelSmoothing }),

  parts: {
    async load(storage, { vocabularySize }) {
      const tokenizer = await WordTokenizer.load(storage);
      if (tokenizer.size === vocabularySize) return { tokenizer };
      throw new CheckpointError(
        `${storage.describe(MODEL_CONFIG)}: key "vocabularySize" must be the tokenizer's ${tokenizer.size}, ` +
          `got ${vocabularySize}. Take both files from the same model.`,
      );
    },
    save: ({ tokenizer }, storage) => tokenizer.save(storage),
  },
  pipeline: (loaded) => new SentimentAnalysis(loaded),

  async evaluate(pipeline, examples, options) {
    const { labels } = pipeline;
    const unknown = examples.find(({ label }) => !labels.includes(label));
    if (unknown) {
      throw new DataError(
        `evaluate: a label must be one of ${labels.join(", ")}, got ${JSON.stringify(unknown.label)}. ` +
          "Use data with the labels of this model, or rename them.",
      );
    }
    const scores = await pipeline.scores(
      examples.map(({ text }) => text),
      options,
    );
    const confusion = confusionMatrix(
      labels,
      examples.map(({ label }) => label),
      scores.map((ofText) => (rank(ofText)[0] as LabelScore).label),
    );
    return {
      examples: examples.length,
      figures: { accuracy: accuracy(confusion), macroF1: macroF1(confusion) },
      confusion,
    };
  },

  card({ classes, labels, vocabularySize, embeddingSize, hiddenSize, pooling }) {
    const answers = Object.entries(labels).map(
      ([label, indices]) => `${label} (${indices.map((index) => classes[index]).join(", ")})`,
    );
    return {
      title: "Sentiment model",
      pipelineTag: "text-classification",
      network: "A bidirectional LSTM",
      facts: {
        "Answers (from classes)": answers.join("; "),
        Vocabulary: `${vocabularySize} words`,
        "Embedding, hidden, pooling": `${embeddingSize}, 2 x ${hiddenSize}, ${pooling}`,
      },
    };
  },
  command: {
    input: "texts",
    inputName: "text",
    example: '"That movie is awful"',
    options: {
      topK: v.optional(
        v.pipe(
          v.number(),
          v.integer(),
          v.minValue(1),
          v.description("answer with the best few labels"),
        ),
      ),
    },
    show: (answer: LabelScore | LabelScore[]) =>
      [answer]
        .flat()
        .flatMap(({ label, score }) => [label, score.toFixed(4)])
        .join("\t"),
  },
};
