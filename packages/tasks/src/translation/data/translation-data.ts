/** A sentence and its translation. */
export interface SentencePair {
  readonly source: string;
  readonly target: string;
}

/** What a translator learns from, and what judges it meanwhile. */
export interface TranslationData {
  readonly train: readonly SentencePair[];
  readonly dev: readonly SentencePair[];
}

/** The languages of pairs, as file names have them: "en", "de". */
export interface Languages {
  readonly source: string;
  readonly target: string;
}
