import * as v from "valibot";

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

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
    labels: v.pipe(v.record(v.string(), v.pipe(v.array(count), v.minLength(1))), v.minEntries(2)),
  }),
  v.check(({ labels, classes }) => {
    const used = Object.values(labels).flat();
    return new Set(used).size === used.length && used.every((index) => index < classes.length);
  }, "the labels must name different classes, by their index"),
);

export type SentimentConfig = v.InferOutput<typeof sentimentConfigSchema>;
