import { type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import * as v from "valibot";
import { CheckpointError } from "../errors.ts";
import type { Parameters } from "../module/module.ts";
import { matchStateDict } from "../storage/match-state-dict.ts";
import { parseSafetensors, type StoredTensor } from "../storage/safetensors.ts";
import { type TensorToStore, writeSafetensors } from "../storage/safetensors-writer.ts";
import type { Storage } from "../storage/storage.ts";
import { restoreState, stateNames, storeState } from "./carried-state.ts";
import { type Progress, progressSchema } from "./progress.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";
import { isBranch } from "./tensor-tree.ts";
import { requireSameSettings, type TrainingSettings } from "./training-settings.ts";

/** The file of a checkpoint: tensors and progress in one, so that it is written as a whole or not at all. */
export const CHECKPOINT_FILE = "checkpoint.safetensors";

/** All that a training needs to go on. */
export interface CheckpointState {
  progress: Progress;
  settings: TrainingSettings;
  /** Tensors on the device, by group: model, optimizer, average. */
  groups: Readonly<Record<string, Parameters>>;
  /** The parameters of the best evaluation. */
  best: Snapshot | undefined;
  /** What the loss returned for the next batch of ordered data: tensors in any structure. */
  carried: unknown;
}

const BEST = "best";
const CARRIED = "carried";

/** Deeper than any state is what was made to overflow the stack of those who walk through it. */
const MAX_DEPTH = 100;
const carriedSchema = v.pipe(
  v.unknown(),
  v.check((structure) => isWithin(structure, MAX_DEPTH), `at most ${MAX_DEPTH} levels deep`),
);

/** @throws {CheckpointError} when it cannot be written */
export async function writeCheckpoint(storage: Storage, state: CheckpointState): Promise<void> {
  const tensors = new Map<string, TensorToStore>();
  for (const [group, parameters] of Object.entries(state.groups)) {
    for (const [name, value] of Object.entries(await takeSnapshot(parameters))) {
      tensors.set(`${group}.${name}`, value);
    }
  }
  for (const [name, value] of Object.entries(state.best ?? {})) {
    tensors.set(`${BEST}.${name}`, value);
  }
  const metadata: Record<string, string> = {
    format: "unroll-checkpoint-1",
    progress: JSON.stringify(state.progress),
    settings: JSON.stringify(state.settings),
  };
  if (state.carried !== undefined) {
    const { structure, tensors: values } = await storeState(state.carried);
    metadata.carried = JSON.stringify(structure);
    for (const [name, value] of Object.entries(values)) {
      tensors.set(`${CARRIED}.${name}`, value);
    }
  }
  await storage.write(CHECKPOINT_FILE, writeSafetensors(tensors, metadata));
}

/**
 * Reads a checkpoint into the given groups and returns the rest of it, whose tensors are the caller's;
 * undefined when there is none. Nothing is changed when it does not fit.
 *
 * @param batches  how many an epoch has
 * @throws {CheckpointError} when it is damaged, or is of another model or other settings
 */
export async function readCheckpoint(
  storage: Storage,
  groups: CheckpointState["groups"],
  settings: TrainingSettings,
  batches: number,
): Promise<Pick<CheckpointState, "progress" | "best" | "carried"> | undefined> {
  const bytes = await storage.read(CHECKPOINT_FILE);
  if (bytes === undefined) {
    return undefined;
  }
  const where = storage.describe(CHECKPOINT_FILE);
  const { tensors, metadata } = parseSafetensors(bytes, where);
  const progress = parseMetadata(metadata, "progress", progressSchema, where);
  requireSameSettings(settings, parseMetadata(metadata, "settings", settingsSchema, where), where);
  if (progress.batch >= batches || progress.batch > progress.step) {
    throw new CheckpointError(
      `${where}: metadata "progress" must be within an epoch of ${batches} batches, got ${progress.batch} done in ${progress.step} steps. ` +
        "Use a checkpoint that a training wrote.",
    );
  }
  const structure =
    metadata.carried === undefined
      ? undefined
      : parseMetadata(metadata, "carried", carriedSchema, where);

  const model = groups.model ?? {};
  const expected: Record<string, readonly number[]> = {};
  for (const [group, parameters] of Object.entries(groups)) {
    for (const [name, { shape }] of Object.entries(parameters)) {
      expected[`${group}.${name}`] = shape;
    }
  }
  if (progress.best !== null) {
    for (const [name, { shape }] of Object.entries(model)) {
      expected[`${BEST}.${name}`] = shape;
    }
  }
  const carried: Record<string, StoredTensor> = {};
  for (const name of stateNames(structure)) {
    const stored = tensors.get(`${CARRIED}.${name}`);
    expected[`${CARRIED}.${name}`] = stored?.shape ?? [];
    if (stored) carried[name] = stored;
  }
  matchStateDict(expected, tensors, where);
  const values = new Map(
    Object.keys(expected)
      .filter((name) => !name.startsWith(`${CARRIED}.`))
      .map((name) => [name, floats(tensors.get(name), name, where)]),
  );
  tidy(() => {
    for (const [group, parameters] of Object.entries(groups)) {
      for (const [name, value] of Object.entries(parameters)) {
        const data = values.get(`${group}.${name}`) as Float32Array;
        value.assign(tensor(data, value.shape, "float32") as Tensor);
      }
    }
  });
  const best =
    progress.best === null
      ? undefined
      : Object.fromEntries(
          Object.entries(model).map(([name, { shape }]) => [
            name,
            { shape: [...shape], data: values.get(`${BEST}.${name}`) as Float32Array },
          ]),
        );
  return { progress, best, carried: restoreState(structure, carried) };
}

function floats(stored: StoredTensor | undefined, name: string, where: string): Float32Array {
  if (stored?.dtype === "F32" && stored.data instanceof Float32Array) {
    return stored.data;
  }
  throw new CheckpointError(
    `${where}: tensor "${name}" must be F32, got ${stored?.dtype}. Use a checkpoint that a training wrote.`,
  );
}

const settingsSchema = v.record(v.string(), v.unknown());

function isWithin(node: unknown, depth: number): boolean {
  if (!isBranch(node)) return true;
  return depth > 0 && Object.values(node).every((inner) => isWithin(inner, depth - 1));
}

function parseMetadata<T>(
  metadata: Readonly<Record<string, string>>,
  key: string,
  schema: v.GenericSchema<unknown, T>,
  where: string,
): T {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), metadata[key]);
  if (!result.success) {
    throw new CheckpointError(
      `${where}: metadata "${key}" must be the ${key} of a training, got ${v.summarize(result.issues)}. ` +
        "Use a checkpoint that a training wrote.",
    );
  }
  return result.output;
}
