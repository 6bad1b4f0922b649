import { DataError } from "@unroll/core";
import type { LabeledText } from "../../data/labeled-text.ts";

/** The name for a label as a file has it; undefined leaves its text out. */
export type LabelNamer = (label: string) => string | undefined;

const SHORT_NAMES = new Map([
  ["neg", "negative"],
  ["pos", "positive"],
]);

/**
 * The usual names: 0 and 1, where there are no others, are "negative" and "positive", as in GLUE;
 * "neg" and "pos" are short for the same.
 */
export function usualNames(texts: readonly LabeledText[]): LabelNamer {
  const binary = texts.every(({ label }) => label === "0" || label === "1");
  return binary
    ? (label) => (label === "1" ? "positive" : "negative")
    : (label) => SHORT_NAMES.get(label.toLowerCase()) ?? label;
}

/**
 * Names by number, counted from 0, as GoEmotions has them. A text with several labels, such as "2,3",
 * is left out.
 *
 * @param where  the files, for the message
 * @throws {DataError} when a number has no name
 */
export function numberedNames(names: readonly string[], where: string): LabelNamer {
  return (label) => {
    if (label.includes(",")) {
      return undefined;
    }
    const name = /^\d+$/.test(label) ? names[Number(label)] : undefined;
    if (name === undefined) {
      throw new DataError(
        `${where}: a label must be a number from 0 to ${names.length - 1}, the lines of labels.txt, got ${JSON.stringify(label)}. ` +
          "Correct it, or take labels.txt away.",
      );
    }
    return name;
  };
}

export function renameLabels(texts: readonly LabeledText[], nameOf: LabelNamer): LabeledText[] {
  return texts.flatMap(({ text, label }) => {
    const name = nameOf(label);
    return name === undefined ? [] : [{ text, label: name }];
  });
}

/** The different labels, in order of their number where all are numbers, else of their characters. */
export function differentLabels(texts: readonly LabeledText[]): string[] {
  const labels = [...new Set(texts.map(({ label }) => label))].sort();
  return labels.every((label) => /^-?\d+$/.test(label))
    ? labels.sort((a, b) => Number(a) - Number(b))
    : labels;
}
