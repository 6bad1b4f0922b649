export { accuracy } from "./metrics/accuracy.ts";
export { type ConfusionMatrix, confusionMatrix } from "./metrics/confusion-matrix.ts";
export { macroF1 } from "./metrics/macro-f1.ts";
export { type PipelineOptions, type Pipelines, pipeline } from "./pipeline.ts";
export { type SentimentCard, sentimentCard } from "./sentiment/card.ts";
export type { SentimentConfig } from "./sentiment/config.ts";
export {
  type EvaluateOptions,
  evaluateSentiment,
  type SentimentFigures,
} from "./sentiment/evaluate.ts";
export type { LabelScore } from "./sentiment/label-scores.ts";
export { type LabeledText, labelEachClass, type SentimentData } from "./sentiment/labeled-text.ts";
export { loadSentimentAnalysis } from "./sentiment/load.ts";
export { type SentimentDropout, SentimentModel } from "./sentiment/model.ts";
export { type SentimentRecipe, sentimentRecipe } from "./sentiment/recipe.ts";
export type { SaveOptions } from "./sentiment/save.ts";
export {
  type PrefixAnswer,
  type RunOptions,
  SentimentAnalysis,
  type TopOptions,
} from "./sentiment/sentiment-analysis.ts";
export { type TrainSentimentOptions, trainSentiment } from "./sentiment/train.ts";
export type { VocabularyOptions } from "./tokenizer/vocabulary.ts";
export { WordTokenizer } from "./tokenizer/word-tokenizer.ts";
