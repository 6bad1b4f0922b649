import type { ModelFiles } from "@unroll/core";
import { translationEnDe } from "@unroll/model-translation-en-de";

/** A model that translates, and what is said of it. */
export interface Direction {
  /** In the address. */
  readonly name: string;
  /** In the list of models. */
  readonly label: string;
  /** The language it reads and the one it writes, as tags of BCP 47. */
  readonly source: string;
  readonly target: string;
  readonly model: ModelFiles;
}

/** All that can be chosen. The first is loaded where the address names none. */
export const directions: readonly [Direction, ...Direction[]] = [
  {
    name: "en-de",
    label: "English to German",
    source: "en",
    target: "de",
    model: translationEnDe,
  },
];
