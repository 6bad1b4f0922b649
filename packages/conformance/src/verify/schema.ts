import { DataError } from "@unroll/core";
import * as v from "valibot";
import { fileKinds } from "./network.ts";

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const truth = v.optional(v.nullable(v.boolean()));

/** Row-major values and their shape. */
const tensorSchema = v.pipe(
  v.object({ shape: v.array(count), data: v.array(finite) }),
  v.check(
    ({ shape, data }) => data.length === shape.reduce((n, length) => n * length, 1),
    ({ input: { shape, data } }) =>
      `must hold as many values as its shape [${shape}] says, got ${data.length}`,
  ),
);
const tensors = v.record(v.string(), tensorSchema);

export type TensorJson = v.InferOutput<typeof tensorSchema>;

/** A recurrent layer: outputs for given weights, and the gradients of Σ output * lossWeight. */
export const sequenceSchema = v.object({
  options: v.object({
    kind: v.picklist(fileKinds),
    inputSize: size,
    hiddenSize: size,
    numLayers: v.optional(v.nullable(size)),
    bidirectional: truth,
    bias: truth,
    projSize: v.optional(v.nullable(count)),
    nonlinearity: v.optional(v.nullable(v.picklist(["tanh", "relu"]))),
    resetAfter: truth,
    peephole: truth,
    dropout: v.optional(v.nullable(v.literal(0))),
    lengths: v.optional(v.nullable(v.array(count))),
  }),
  inputs: v.object({
    x: tensorSchema,
    h0: v.optional(v.nullable(tensorSchema)),
    c0: v.optional(v.nullable(tensorSchema)),
  }),
  weights: tensors,
  outputs: v.strictObject({
    y: v.optional(tensorSchema),
    h_n: v.optional(tensorSchema),
    c_n: v.optional(tensorSchema),
  }),
  lossWeights: v.optional(v.nullable(tensors)),
  loss: v.optional(v.nullable(finite)),
  grads: v.optional(v.nullable(tensors)),
});
export type SequenceFile = v.InferOutput<typeof sequenceSchema>;

/** Softmax cross-entropy, plain and with ignored rows and label smoothing. */
export const crossEntropySchema = v.object({
  inputs: v.object({ logits: tensorSchema }),
  targets: v.array(v.pipe(v.number(), v.integer())),
  loss: v.optional(finite),
  grads: v.optional(v.object({ logits: tensorSchema })),
  ignoredTargets: v.optional(v.array(v.pipe(v.number(), v.integer()))),
  labelSmoothing: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  ignoredLoss: v.optional(finite),
  ignoredGrads: v.optional(v.object({ logits: tensorSchema })),
});
export type CrossEntropyFile = v.InferOutput<typeof crossEntropySchema>;

/** A training run: a recurrent layer and a linear head on its last output, one batch at every step. */
export const trainingSchema = v.object({
  options: v.object({
    optimizer: v.picklist(["Adam", "AdamW", "SGD", "RMSprop"]),
    lr: v.pipe(finite, v.gtValue(0)),
    betas: v.optional(v.nullable(v.tuple([finite, finite]))),
    eps: v.optional(v.nullable(finite)),
    alpha: v.optional(v.nullable(finite)),
    momentum: v.optional(v.nullable(finite)),
    nesterov: truth,
    weight_decay: v.optional(v.nullable(finite)),
    clipNorm: v.optional(v.nullable(finite)),
    nonlinearity: v.optional(v.nullable(v.picklist(["tanh", "relu"]))),
    lengths: v.optional(v.nullable(v.array(count))),
    // Variants that core does not have.
    amsgrad: v.optional(v.nullable(v.literal(false))),
    centered: v.optional(v.nullable(v.literal(false))),
    maximize: v.optional(v.nullable(v.literal(false))),
    dampening: v.optional(v.nullable(v.literal(0))),
  }),
  inputs: v.object({ x: tensorSchema }),
  targets: v.array(v.pipe(v.number(), v.integer())),
  weights: tensors,
  losses: v.pipe(v.array(finite), v.minLength(1)),
  gradNorms: v.optional(v.nullable(v.array(finite))),
  finalWeights: v.optional(v.nullable(tensors)),
});
export type TrainingFile = v.InferOutput<typeof trainingSchema>;

/**
 * Checks a parsed file.
 *
 * @param where  the file's name, for the message
 * @throws {DataError} that names the place in the file and what must stand there
 */
export function parse<S extends v.GenericSchema>(
  where: string,
  schema: S,
  json: unknown,
): v.InferOutput<S> {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? "the file";
  // A check brings its own message; "finite" and "integer" say what they want by their name.
  const problem =
    issue.type === "check"
      ? issue.message
      : `must be ${issue.expected ?? issue.type}, got ${issue.received}`;
  throw new DataError(`${where}: ${path} ${problem}. Compare with a file in golden/pytorch.`);
}

/** @throws {DataError} unless `holds` */
export function requireData(
  where: string,
  holds: boolean,
  what: string,
  expected: string,
  actual: string,
): asserts holds {
  if (!holds) {
    throw new DataError(
      `${where}: ${what} must be ${expected}, got ${actual}. Compare with a file in golden/pytorch.`,
    );
  }
}
