import { getBackend } from "@tensorflow/tfjs-core";
import { DataError, loadGradients } from "@unroll/core";
import { compareCrossEntropy } from "./cross-entropy.ts";
import { type Acceptance, accepted, type Comparison, measure } from "./errors.ts";
import { crossEntropySchema, parse, sequenceSchema, trainingSchema } from "./schema.ts";
import { compareSequence } from "./sequence.ts";
import { compareTraining } from "./training.ts";

/** What `unroll verify` says of a file. */
export interface Verification {
  case: string;
  backend: string;
  /** Over all tensors of the file. */
  maxAbsError: number;
  /** |actual - expected| / max(|expected|, root mean square of the tensor), over all tensors. */
  maxRelError: number;
  pass: boolean;
}

/**
 * What passes: |actual - expected| <= 1e-5 + 1e-4 * max(|expected|, root mean square of the
 * tensor); without the 1e-5 for the losses, norms and weights of a training run.
 */
export const acceptance: Acceptance = { absolute: 1e-5, relative: 1e-4 };

/**
 * Computes what a file of golden values holds on the backend in use, and compares.
 *
 * @param json  the parsed file: a recurrent layer, a cross-entropy or a training run
 * @param name  the file's name: for messages, and the case's name where the file has none
 * @throws {DataError} when it is no such file, or contradicts itself
 */
export async function verifyFile(json: unknown, name: string): Promise<Verification> {
  const comparisons = await compareFile(json, name);
  const errors = comparisons.map(measure);
  return {
    case: caseName(json) ?? name,
    backend: getBackend(),
    maxAbsError: Math.max(...errors.map(({ maxAbsError }) => maxAbsError)),
    maxRelError: Math.max(...errors.map(({ maxRelError }) => maxRelError)),
    pass: comparisons.every((comparison) => accepted(comparison, acceptance)),
  };
}

/** Everything {@link verifyFile} compares, tensor by tensor. */
export async function compareFile(json: unknown, name: string): Promise<Comparison[]> {
  await loadGradients();
  if (holds(json, "options", "kind")) {
    return compareSequence(name, parse(name, sequenceSchema, json));
  }
  if (holds(json, "options", "optimizer")) {
    return compareTraining(name, parse(name, trainingSchema, json));
  }
  if (holds(json, "inputs", "logits")) {
    return compareCrossEntropy(name, parse(name, crossEntropySchema, json));
  }
  throw new DataError(
    `${name}: the file must hold options.kind (a recurrent layer), options.optimizer (a training run) ` +
      `or inputs.logits (a cross-entropy), got ${describe(json)}. Compare with a file in golden/pytorch.`,
  );
}

function holds(json: unknown, section: string, key: string): boolean {
  return isRecord(json) && isRecord(json[section]) && key in json[section];
}

function caseName(json: unknown): string | undefined {
  return isRecord(json) && typeof json.case === "string" ? json.case : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(json: unknown): string {
  if (!isRecord(json))
    return Array.isArray(json) ? "a list" : json === null ? "null" : `a ${typeof json}`;
  return Object.keys(json).slice(0, 10).join(", ") || "an empty object";
}
