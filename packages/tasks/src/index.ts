export {
  type DataFile,
  type DataFolder,
  type DataPlace,
  dataFile,
  type SplitName,
} from "./data/data-place.ts";
export type { LabeledText } from "./data/labeled-text.ts";
export { evaluate } from "./evaluation/evaluate.ts";
export { type Figure, type Judgement, showFigure } from "./evaluation/judgement.ts";
export { type PipelineOptions, pipeline } from "./files/load-pipeline.ts";
export { generate } from "./generation/generate.ts";
export type {
  Generated,
  GenerationOptions,
  SamplingOptions,
} from "./generation/generation-options.ts";
export type { GenerationStart, Step, StepModel } from "./generation/step-model.ts";
export { inBatches, type WorkOptions } from "./inference/in-batches.ts";
export { accuracy } from "./metrics/accuracy.ts";
export type { References } from "./metrics/aligned-references.ts";
export { type Bleu, type BleuOptions, corpusBleu } from "./metrics/bleu.ts";
export { type ChrfOptions, corpusChrf } from "./metrics/chrf.ts";
export { type ConfusionMatrix, confusionMatrix } from "./metrics/confusion-matrix.ts";
export { copiedWords } from "./metrics/copied-words.ts";
export { macroF1 } from "./metrics/macro-f1.ts";
export { Pipeline, type SaveOptions } from "./pipeline.ts";
export {
  resolveTask,
  type TaskEntry,
  type TaskName,
  type Tasks,
  type TypesOf,
  tasks,
} from "./registry.ts";
export { labelEachClass, type SentimentData } from "./sentiment/data/sentiment-data.ts";
export type { LabelScore } from "./sentiment/label-scores.ts";
export type { PrefixAnswer, Sentiment, SentimentAnalysis } from "./sentiment/sentiment-analysis.ts";
export type {
  InputKinds,
  Loaded,
  ModelConfig,
  ModelStart,
  Prepared,
  PrepareOptions,
  ReadOptions,
  Task,
  TaskCard,
  TaskCommand,
  TaskTypes,
  TrainingOrigin,
} from "./task.ts";
export {
  type BpeEncodeOptions,
  BpeTokenizer,
  type BpeTrainOptions,
} from "./text/bpe/bpe-tokenizer.ts";
export type { StreamDecoder } from "./text/bpe/token-bytes.ts";
export {
  joinSentences,
  type Sentence,
  type SentenceOptions,
  type SplitText,
  splitSentences,
} from "./text/sentences.ts";
export { type ModelCard, modelCard } from "./training/model-card.ts";
export { hyperParameters, type TrainingRecipe, trainingEntries } from "./training/recipe.ts";
export {
  type Trained,
  type TrainingListeners,
  type TrainOptions,
  train,
} from "./training/train.ts";
export type { SentencePair, TranslationData } from "./translation/data/translation-data.ts";
export type { TranslateOptions } from "./translation/translate-options.ts";
export type { Candidate, TranslatedSentence } from "./translation/translate-sentences.ts";
export type {
  SentenceOfText,
  Translated,
  Translation,
  TranslationTask,
} from "./translation/translation.ts";
