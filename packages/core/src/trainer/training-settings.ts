import { CheckpointError } from "../errors.ts";
import { describeDifference, differences } from "./differences.ts";
import { isOrdered } from "./epoch-plan.ts";
import type { FitOptions, TrainerOptions } from "./trainer-options.ts";

/**
 * What must be the same for a resumed training to be the training it was. What may differ on purpose is not
 * among it: epochs, patience, the learning rate, how often a checkpoint is written.
 */
export type TrainingSettings = Readonly<Record<string, unknown>>;

export function settingsOf<Batch, State>(
  trainer: TrainerOptions<Batch, State>,
  fit: FitOptions<Batch>,
): TrainingSettings {
  const { model, clip = null, averaging = null, schedule, seed } = trainer;
  const { data, earlyStopping } = fit;
  const { learningRate: _, ...optimizer } = trainer.optimizer.config;
  const sizes = isOrdered(data)
    ? { batchSize: data.batchSize, batches: data.batches }
    : { batchSize: fit.batchSize, examples: data.size };
  return {
    seed,
    ...sizes,
    fingerprint: data.fingerprint ?? null,
    optimizer: { name: trainer.optimizer.name, ...optimizer },
    clip,
    averaging,
    schedule: schedule ? { name: schedule.name, ...schedule.config } : null,
    evaluateEvery: fit.evaluate ? (fit.evaluateEvery ?? "epoch") : null,
    earlyStopping: earlyStopping
      ? { metric: earlyStopping.metric, mode: earlyStopping.mode ?? "max" }
      : null,
    frozen: Object.entries(model.parameters).flatMap(([name, { trainable }]) =>
      trainable ? [] : name,
    ),
  };
}

/** @throws {CheckpointError} that names all that differs */
export function requireSameSettings(
  expected: TrainingSettings,
  actual: TrainingSettings,
  where: string,
): void {
  const different = differences(expected, actual);
  if (different.length === 0) return;
  throw new CheckpointError(
    `${where}: ${different.map(describeDifference).join("; ")}. ` +
      "Resume with the options it was started with, or train into another place.",
  );
}
