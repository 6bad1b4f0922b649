import { DataError } from "@unroll/core";
import { requireTexts } from "../text/require-texts.ts";
import type { SentimentData } from "./data/sentiment-data.ts";

/**
 * What a file holds is checked where it is read; this is for what a program passes.
 * @throws {DataError} that names the part that is absent or of another form
 */
export function requireSentimentData(data: unknown): asserts data is SentimentData {
  const { classes, labels, train, dev } = Object(data) as Partial<SentimentData>;
  requireTexts("train", "data.classes", classes);
  if (
    typeof labels !== "object" ||
    labels === null ||
    !Object.values(labels).every(Array.isArray)
  ) {
    throw new DataError(
      `train: data.labels must be lists of class indices by label, got ${typeof labels}. Pass labelEachClass(classes).`,
    );
  }
  for (const [name, examples] of Object.entries({ train, dev })) {
    if (!Array.isArray(examples)) {
      throw new DataError(
        `train: data.${name} must be an array of { text, label }, got ${typeof examples}. ` +
          'Pass such as [{ text: "A great film.", label: "positive" }].',
      );
    }
    for (const part of ["text", "label"] as const) {
      const values = examples.map((example) => Object(example)[part]);
      requireTexts("train", `the ${part} of each of data.${name}`, values);
    }
  }
}
