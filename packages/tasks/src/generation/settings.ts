import { ConfigError, Rng, requireOptions } from "@unroll/core";
import * as v from "valibot";
import { hyperParameters } from "../training/recipe.ts";
import type { GenerationOptions } from "./generation-options.ts";
import type { GenerationStart } from "./step-model.ts";

const { size, positive, notNegative } = hyperParameters;
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const lengthRule = v.custom<(sourceLength: number) => number>((f) => typeof f === "function");
const listener = v.custom<(tokens: number[], input: number) => void>(
  (f) => typeof f === "function",
);

const stream = v.custom<Rng>((value) => value instanceof Rng);
const sampling = v.strictObject({
  rng: v.union([stream, v.array(stream)], "an Rng, or one for each input"),
  temperature: v.optional(positive),
  topK: v.optional(size),
  topP: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
});

const schema = v.strictObject({
  endToken: whole,
  maxLength: v.union([size, lengthRule], "a positive integer or a function"),
  minLength: v.optional(whole, 0),
  suppressTokens: v.optional(v.array(whole), []),
  noRepeatNgramSize: v.optional(whole, 0),
  numBeams: v.optional(size, 1),
  numReturnSequences: v.optional(size, 1),
  lengthPenalty: v.optional(v.union([notNegative, v.literal("average")]), 0.6),
  coveragePenalty: v.optional(notNegative, 0),
  earlyStopping: v.optional(v.boolean(), false),
  returnAttention: v.optional(v.boolean(), false),
  sampling: v.optional(sampling),
  onTokens: v.optional(listener),
  signal: v.optional(v.instance(AbortSignal)),
});

/** Options that make sense, with their defaults. */
export interface Settings extends v.InferOutput<typeof schema> {
  /** Of each input. */
  maxLengths: readonly number[];
  /** Of each input; undefined where all positions of its source count. */
  sourceLengths: readonly number[] | undefined;
  needsAttention: boolean;
  /** Continuations a step has to find for each input: as many as beams, should so many others end. */
  candidates: number;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {ConfigError} when an option makes no sense or is unknown, or a source has no length that is needed
 */
export function settingsOf(
  options: GenerationOptions,
  { tokens, sourceLengths }: Pick<GenerationStart<object, object>, "tokens" | "sourceLengths">,
): Settings {
  requireOptions("generate", options, "{ endToken: 1, maxLength: 100 }");
  const parsed = v.safeParse(schema, options, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new ConfigError(
      `generate: ${v.getDotPath(issue) ?? "options"} must be ${expectedBy(issue)}, got ${issue.received}. ` +
        "See GenerationOptions.",
    );
  }
  const settings = parsed.output;
  const { maxLength, minLength, numBeams, numReturnSequences, sampling } = settings;
  if (sampling) requireSampling(sampling, settings, tokens.length);
  else if (numReturnSequences > numBeams) {
    throw new ConfigError(
      `generate: numReturnSequences must be at most numBeams = ${numBeams}, got ${numReturnSequences}. ` +
        "Search with more beams.",
    );
  }
  const maxLengths = tokens.map((_, input) =>
    typeof maxLength === "number" ? maxLength : maxLength(lengthOf(sourceLengths, input)),
  );
  for (const [input, most] of maxLengths.entries()) {
    if (Number.isInteger(most) && most > minLength) continue;
    throw new ConfigError(
      `generate: maxLength must be an integer above minLength = ${minLength}, got ${most} for input ${input}. ` +
        "Round it up, or ask for less.",
    );
  }
  return {
    ...settings,
    maxLengths,
    sourceLengths,
    needsAttention: settings.returnAttention || settings.coveragePenalty > 0,
    candidates: numBeams === 1 ? 1 : 2 * numBeams,
  };
}

function lengthOf(sourceLengths: readonly number[] | undefined, input: number): number {
  const length = sourceLengths?.[input];
  if (length !== undefined) return length;
  throw new ConfigError(
    `generate: maxLength must be a number where a source has no length, got a function and no length of input ${input}. ` +
      "Start with sourceLengths, one for each input.",
  );
}

function requireSampling(
  { rng }: v.InferOutput<typeof sampling>,
  { numBeams }: v.InferOutput<typeof schema>,
  inputs: number,
): void {
  if (numBeams > 1) {
    throw new ConfigError(
      `generate: numBeams must be 1 with sampling, got ${numBeams}. Leave one of them out.`,
    );
  }
  if (Array.isArray(rng) && rng.length !== inputs) {
    throw new ConfigError(
      `generate: sampling.rng must have a stream for each of ${inputs} inputs, got ${rng.length}. ` +
        "Pass as many, or a single one.",
    );
  }
}

/** In words of ours, where there are some. */
function expectedBy({ message, expected }: v.BaseIssue<unknown>): string | null {
  if (expected === "never") return "left out";
  return message.startsWith("Invalid") ? expected : message;
}
