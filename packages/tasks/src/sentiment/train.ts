import {
  adam,
  adamW,
  combineSchedules,
  cosineDecay,
  crossEntropy,
  linearDecay,
  linearWarmup,
  type OptimizerRule,
  Rng,
  type Schedule,
  type Storage,
  Trainer,
  type TrainingEvents,
  type TrainingResult,
} from "@unroll/core";
import { WordTokenizer } from "../tokenizer/word-tokenizer.ts";
import { SENTIMENT_TASK, type SentimentConfig } from "./config.ts";
import { evaluateSentiment } from "./evaluate.ts";
import type { SentimentData } from "./labeled-text.ts";
import { SentimentModel } from "./model.ts";
import { completeRecipe, type SentimentRecipe } from "./recipe.ts";
import { requireSameTraining } from "./resume.ts";
import { SentimentAnalysis } from "./sentiment-analysis.ts";
import { type SentimentBatch, trainingSet } from "./training-set.ts";

export interface TrainSentimentOptions {
  data: SentimentData;
  /** What differs from the default recipe. */
  recipe?: Partial<SentimentRecipe> | undefined;
  /** Determines the result, to the bit. Default 0. */
  seed?: number | undefined;
  /** Where checkpoints go, and with them config.json and tokenizer.json. Default: nowhere. */
  storage?: Storage | undefined;
  /** Steps between checkpoints; there is one at each evaluation too. Default 200. */
  checkpointEvery?: number | undefined;
  /** Goes on from the checkpoint in `storage`; where there is none, starts. Default false. */
  resume?: boolean | undefined;
  /** Stops after the running step, with a checkpoint. */
  signal?: AbortSignal | undefined;
  /** Listeners for the trainer's events. */
  on?: { [Type in keyof TrainingEvents]?: (event: TrainingEvents[Type]) => void } | undefined;
}

/**
 * Trains a sentiment model. The same data, recipe and seed give the same bits, also across a stop
 * and a resume. Kept are the weights that judged the dev texts best.
 *
 * @returns  the pipeline, which the caller disposes, and how training went
 * @throws {DataError} when the data do not fit together
 * @throws {CheckpointError} when a checkpoint is of another training
 */
export async function trainSentiment(
  options: TrainSentimentOptions,
): Promise<{ pipeline: SentimentAnalysis; result: TrainingResult }> {
  const { data, seed = 0, storage, resume = false, signal } = options;
  const recipe = completeRecipe(options.recipe);
  const rng = Rng.fromSeed(seed).fold(SENTIMENT_TASK);

  const texts = data.vocabularyTexts ?? data.train.map(({ text }) => text);
  const tokenizer = WordTokenizer.train(texts, {
    minCount: recipe.minCount,
    maxSize: recipe.maxWords ?? undefined,
  });
  const examples = trainingSet(data, tokenizer, recipe.unlabeledShare, rng.fold("unlabeled"));
  const config: SentimentConfig = {
    format: "unroll",
    version: 1,
    task: SENTIMENT_TASK,
    vocabularySize: tokenizer.size,
    embeddingSize: recipe.embeddingSize,
    hiddenSize: recipe.hiddenSize,
    pooling: recipe.pooling,
    classes: [...data.classes],
    labels: Object.fromEntries(
      Object.entries(data.labels).map(([label, indices]) => [label, [...indices]]),
    ),
    training: { seed, examples: examples.size, recipe },
  };
  if (storage) {
    await requireSameTraining(storage, config, tokenizer, resume);
  }

  const model = new SentimentModel(config, rng.fold("model"), recipe.embeddingDeviation);
  const pipeline = new SentimentAnalysis(tokenizer, model);
  try {
    const trainer = new Trainer<SentimentBatch>({
      model,
      loss: ({ tokens, lengths, targets }, context) => {
        const { embeddingDropout: embedding, outputDropout: output, labelSmoothing } = recipe;
        const logits = model.forward(tokens, lengths, { embedding, output, context });
        return crossEntropy(logits, targets, { labelSmoothing });
      },
      optimizer: optimizerOf(recipe),
      schedule: scheduleOf(recipe),
      clip: { globalNorm: recipe.clipNorm },
      averaging: recipe.averaging > 0 ? { decay: recipe.averaging } : undefined,
      seed,
    });
    listen(trainer, options.on);
    const stepsPerEpoch = Math.ceil(examples.size / recipe.batchSize);
    const result = await trainer.fit({
      data: examples,
      epochs: recipe.epochs,
      batchSize: recipe.batchSize,
      evaluate: async () => {
        const { accuracy, macroF1 } = await evaluateSentiment(pipeline, data.dev);
        return { accuracy, macroF1 };
      },
      evaluateEvery: Math.ceil(stepsPerEpoch / recipe.evaluationsPerEpoch),
      earlyStopping: { metric: "accuracy", patience: recipe.patience ?? undefined },
      checkpoint: storage && { storage, every: options.checkpointEvery ?? 200 },
      resume,
      signal,
    });
    return { pipeline, result };
  } catch (error) {
    pipeline.dispose();
    throw error;
  }
}

function optimizerOf({ optimizer, learningRate, weightDecay }: SentimentRecipe): OptimizerRule {
  const rule = { adam, adamW }[optimizer];
  return rule({ learningRate, weightDecay });
}

function scheduleOf({ decay, warmupSteps }: SentimentRecipe): Schedule {
  const end = { linear: linearDecay(), cosine: cosineDecay(), none: () => 1 }[decay];
  return warmupSteps > 0 ? combineSchedules(linearWarmup(warmupSteps), end) : end;
}

function listen(trainer: Trainer<SentimentBatch>, on: TrainSentimentOptions["on"] = {}): void {
  for (const type of Object.keys(on) as (keyof TrainingEvents)[]) {
    // The key names the event, so the listener takes it; TypeScript cannot pair them in a loop.
    trainer.on(type, on[type] as (event: TrainingEvents[typeof type]) => void);
  }
}
