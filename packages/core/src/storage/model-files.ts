import { CheckpointError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import { readFile } from "./json.ts";
import { parseSafetensors, type StoredTensor } from "./safetensors.ts";
import {
  type TensorToStore,
  type WriteSafetensorsOptions,
  writeSafetensors,
} from "./safetensors-writer.ts";
import type { Storage } from "./storage.ts";

/** The file of a model's parameters. */
export const MODEL_WEIGHTS = "model.safetensors";
/** The file of a model's config. */
export const MODEL_CONFIG = "config.json";

/** Of each kind of difference that many names stand in an error. */
const NAMES_SHOWN = 3;

export interface SaveStateDictOptions extends WriteSafetensorsOptions {
  /** The file. Default model.safetensors. */
  readonly name?: string;
  /** Default { format: "pt" }: names and layout of PyTorch, as Hugging Face's libraries ask for. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes named tensors as a safetensors file.
 * @throws {CheckpointError} when it cannot be written
 */
export async function saveStateDict(
  storage: Storage,
  tensors: Readonly<Record<string, TensorToStore>>,
  options: SaveStateDictOptions = {},
): Promise<void> {
  const { name = MODEL_WEIGHTS, metadata = { format: "pt" } } = options;
  const bytes = writeSafetensors(new Map(Object.entries(tensors)), metadata, options);
  await storage.write(name, bytes);
}

/**
 * Reads the tensors of a safetensors file.
 * @param name  the file; default model.safetensors
 * @throws {CheckpointError} when it is absent, or not a whole, consistent safetensors file
 */
export async function loadStateDict(
  storage: Storage,
  name: string = MODEL_WEIGHTS,
): Promise<Map<string, StoredTensor>> {
  const bytes = await readFile(storage, name);
  return parseSafetensors(bytes, storage.describe(name)).tensors;
}

/**
 * Checks that a file's tensors are those a model needs, by name and shape.
 * @param expected  the shape of each parameter
 * @param where  the file's path or URL
 * @throws {CheckpointError} with the first few missing, unexpected and wrongly shaped tensors
 */
export function matchStateDict(
  expected: Readonly<Record<string, readonly number[]>>,
  actual: ReadonlyMap<string, Pick<StoredTensor, "shape">>,
  where: string,
): void {
  const missing: string[] = [];
  const misshapen: string[] = [];
  for (const [name, shape] of Object.entries(expected)) {
    const tensor = actual.get(name);
    if (!tensor) missing.push(describeValue(name));
    else if (!sameShape(shape, tensor.shape)) {
      misshapen.push(
        `${describeValue(name)} ${describeValue(tensor.shape)} in place of ${describeValue(shape)}`,
      );
    }
  }
  const unexpected = [...actual.keys()]
    .filter((name) => !Object.hasOwn(expected, name))
    .map(describeValue);

  const differences = [
    summary("missing", missing),
    summary("unexpected", unexpected),
    summary("of another shape", misshapen),
  ].filter((part) => part !== "");
  if (differences.length === 0) return;
  throw new CheckpointError(
    `${where}: the tensors must be the model's ${Object.keys(expected).length} parameters, ` +
      `got ${differences.join("; ")}. Load the file into the model it was saved from.`,
  );
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

function summary(kind: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const more = items.length > NAMES_SHOWN ? ", ..." : "";
  return `${items.length} ${kind} (${items.slice(0, NAMES_SHOWN).join(", ")}${more})`;
}
