import { createRequire } from "node:module";
import { dirname } from "node:path";
import { directoryStorage } from "@unroll/core/node";
import { loadSentimentAnalysis, type SentimentAnalysis } from "@unroll/tasks";
import { userPath } from "../paths.ts";

const SHIPPED = "@unroll/model-sentiment-en";

/** Loads the model of a folder, or the one that is shipped. */
export async function loadModel(folder: string | undefined): Promise<SentimentAnalysis> {
  return loadSentimentAnalysis(
    directoryStorage(folder === undefined ? shipped() : userPath(folder)),
  );
}

function shipped(): string {
  return dirname(createRequire(import.meta.url).resolve(`${SHIPPED}/package.json`));
}
