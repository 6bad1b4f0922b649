import { type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import * as v from "valibot";
import { CheckpointError } from "../errors.ts";
import type { Parameters } from "../module/module.ts";
import { matchStateDict } from "../storage/model-files.ts";
import { parseSafetensors, type StoredTensor } from "../storage/safetensors.ts";
import { writeSafetensors } from "../storage/safetensors-writer.ts";
import type { Storage } from "../storage/storage.ts";
import { type Progress, progressSchema } from "./progress.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";

/** The file of a checkpoint: tensors and progress in one, so that it is written as a whole or not at all. */
export const CHECKPOINT_FILE = "checkpoint.safetensors";

/** The options that must be the same for a resumed training to equal an uninterrupted one. */
export type TrainingSettings = Readonly<Record<string, unknown>>;

/** All that a training needs to go on. */
export interface CheckpointState {
  progress: Progress;
  settings: TrainingSettings;
  /** Tensors on the device, by group: model, optimizer, average. */
  groups: Readonly<Record<string, Parameters>>;
  /** The parameters of the best evaluation. */
  best: Snapshot | undefined;
}

const BEST = "best";

/** @throws {CheckpointError} when it cannot be written */
export async function writeCheckpoint(storage: Storage, state: CheckpointState): Promise<void> {
  const tensors = new Map<string, Snapshot[string]>();
  for (const [group, parameters] of Object.entries(state.groups)) {
    for (const [name, value] of Object.entries(await takeSnapshot(parameters))) {
      tensors.set(`${group}.${name}`, value);
    }
  }
  for (const [name, value] of Object.entries(state.best ?? {})) {
    tensors.set(`${BEST}.${name}`, value);
  }
  const metadata = {
    format: "unroll-checkpoint-1",
    progress: JSON.stringify(state.progress),
    settings: JSON.stringify(state.settings),
  };
  await storage.write(CHECKPOINT_FILE, writeSafetensors(tensors, metadata));
}

/**
 * Reads a checkpoint into the given groups and returns its progress and best parameters;
 * undefined when there is none. Nothing is changed when it does not fit.
 *
 * @throws {CheckpointError} when it is damaged, or is of another model or other settings
 */
export async function readCheckpoint(
  storage: Storage,
  groups: CheckpointState["groups"],
  settings: TrainingSettings,
): Promise<Pick<CheckpointState, "progress" | "best"> | undefined> {
  const bytes = await storage.read(CHECKPOINT_FILE);
  if (bytes === undefined) {
    return undefined;
  }
  const where = storage.describe(CHECKPOINT_FILE);
  const { tensors, metadata } = parseSafetensors(bytes, where);
  const progress = parseProgress(metadata, where);
  requireSettings(metadata, settings, where);

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
  matchStateDict(expected, tensors, where);
  const values = new Map(
    Object.keys(expected).map((name) => [name, floats(tensors.get(name), name, where)]),
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
  return { progress, best };
}

function floats(stored: StoredTensor | undefined, name: string, where: string): Float32Array {
  if (stored?.data instanceof Float32Array && stored.dtype === "F32") {
    return stored.data;
  }
  throw new CheckpointError(
    `${where}: tensor "${name}" must be F32, got ${stored?.dtype}. Use a checkpoint that a training wrote.`,
  );
}

function parseProgress(metadata: Readonly<Record<string, string>>, where: string): Progress {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), progressSchema), metadata.progress);
  if (!result.success) {
    throw new CheckpointError(
      `${where}: metadata "progress" must be the state of a training, got ${v.summarize(result.issues)}. ` +
        "Use a checkpoint that a training wrote.",
    );
  }
  return result.output;
}

function requireSettings(
  metadata: Readonly<Record<string, string>>,
  settings: TrainingSettings,
  where: string,
): void {
  const result = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    metadata.settings,
  );
  const saved = result.success ? result.output : {};
  for (const [name, value] of Object.entries(settings)) {
    const [expected, actual] = [JSON.stringify(value), JSON.stringify(saved[name])];
    if (expected !== actual) {
      throw new CheckpointError(
        `${where}: ${name} must be ${expected} as in this training, got ${actual}. ` +
          "Resume with the options it was started with, or train into another place.",
      );
    }
  }
}
