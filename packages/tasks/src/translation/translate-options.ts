import * as v from "valibot";
import type { WorkOptions } from "../inference/in-batches.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const notNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const say = v.description;

/** How translations are searched for, as the command line takes it too. */
export const translateEntries = {
  numBeams: v.optional(
    v.pipe(
      count,
      say("hypotheses side by side; 1 is the likeliest word at each step (default: 4)"),
    ),
  ),
  lengthPenalty: v.optional(
    v.pipe(
      // The command line has text.
      v.union([v.literal("average"), notNegative, v.pipe(v.string(), v.toNumber(), notNegative)]),
      say('"average", or alpha of Wu 2016: above 0 favours longer translations (default: average)'),
    ),
  ),
  coveragePenalty: v.optional(
    v.pipe(notNegative, say("beta of Wu 2016: above 0 leaves less out (default: 0)")),
  ),
  noRepeatNgramSize: v.optional(v.pipe(count, say("no so many tokens in a row come twice"))),
  maxLength: v.optional(
    v.pipe(count, say("the most tokens of a translated sentence (default: by its length)")),
  ),
  minLength: v.optional(
    v.pipe(notNegative, v.integer(), say("the fewest tokens of a translated sentence")),
  ),
  seed: v.optional(
    v.pipe(notNegative, v.integer(), say("determines what sampling draws (default: 0)")),
  ),
  temperature: v.optional(
    v.pipe(
      v.number(),
      v.gtValue(0),
      say("draws tokens at random, in place of a search: below 1 likely ones become likelier"),
    ),
  ),
  topK: v.optional(v.pipe(count, say("draws from so many of the likeliest tokens"))),
  topP: v.optional(
    v.pipe(
      v.number(),
      v.gtValue(0),
      v.maxValue(1),
      say("draws from the likeliest tokens that add up to this share"),
    ),
  ),
};

const translateSchema = v.object(translateEntries);

export interface TranslateOptions extends v.InferOutput<typeof translateSchema>, WorkOptions {}
