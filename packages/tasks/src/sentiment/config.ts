import * as v from "valibot";

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const indicesSchema = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  v.minLength(1),
);

/** Not v.record, which leaves out the labels "constructor" and "prototype". */
const labelsSchema = v.pipe(
  v.custom<Record<string, number[]>>(
    (value) => typeof value === "object" && value !== null && Object.keys(value).length >= 2,
    "two labels or more, with the indices of their classes",
  ),
  v.check(
    (labels) => Object.values(labels).every((indices) => v.is(indicesSchema, indices)),
    "each label must have the indices of its classes",
  ),
);

/** What config.json says of a sentiment model: its sizes and its answers. */
export const sentimentConfigSchema = v.pipe(
  v.object({
    /** Rows of the embedding: the size of the tokenizer's vocabulary. */
    vocabularySize: size,
    embeddingSize: size,
    /** Of each direction of the LSTM. */
    hiddenSize: size,
    pooling: v.picklist(["last", "mean", "max"]),
    /** What the model was trained to tell apart: the outputs of its last layer. */
    classes: v.pipe(v.array(v.string()), v.minLength(2)),
    /**
     * What it answers, and which classes each answer sums up. A class of no label, such as
     * "neutral", is learned and not answered.
     */
    labels: labelsSchema,
  }),
  v.check(({ labels, classes }) => {
    const used = Object.values(labels).flat();
    return new Set(used).size === used.length && used.every((index) => index < classes.length);
  }, "the labels must name different classes, by their index"),
);

export type SentimentConfig = v.InferOutput<typeof sentimentConfigSchema>;
