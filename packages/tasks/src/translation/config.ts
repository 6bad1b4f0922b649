import * as v from "valibot";
import { hyperParameters } from "../training/recipe.ts";
import { architectureEntries } from "./architecture.ts";

const { size } = hyperParameters;

/** A language by its BCP 47 tag, such as "en" or "pt-BR". */
export const languageSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, "a language tag such as en or pt-BR"),
);

/** What config.json says of a translation model. */
export const translationConfigSchema = v.object({
  /** The language it reads. */
  source: languageSchema,
  /** The language it writes. */
  target: languageSchema,
  /** Rows of the embedding: the size of the tokenizer's vocabulary. */
  vocabularySize: size,
  ...v.required(v.object(architectureEntries)).entries,
});

export type TranslationConfig = v.InferOutput<typeof translationConfigSchema>;
