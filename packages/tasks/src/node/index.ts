export type { SplitName } from "./data-files.ts";
export {
  type ReadDataOptions,
  readSentimentData,
  readSentimentSplit,
} from "./read-sentiment-data.ts";
