import { ConfigError } from "../errors.ts";
import { requireSize } from "../module/require-size.ts";
import type { Rng } from "../random/rng.ts";
import { describeValue } from "../storage/describe-value.ts";
import type { Dataset, OrderedDataset } from "./dataset.ts";
import { planEpoch } from "./plan-epoch.ts";

/** The batches of one epoch in their order. */
export interface EpochPlan<Batch> {
  readonly batches: number;
  /** In all batches together. */
  readonly examples: number;
  examplesIn(index: number): number;
  /** Whether a batch goes on from the state of the one before. */
  continues(index: number): boolean;
  make(index: number, rng: Rng): Batch | Promise<Batch>;
}

export type AnyDataset<Batch> = Dataset<Batch> | OrderedDataset<Batch>;

export function isOrdered<Batch>(data: AnyDataset<Batch>): data is OrderedDataset<Batch> {
  return "batches" in data;
}

/** @throws {ConfigError} when the sizes of data and batch make no sense together */
export function requireBatches<Batch>(
  where: string,
  data: AnyDataset<Batch>,
  batchSize: number | undefined,
): void {
  // JavaScript lets anything through, an array of examples above all.
  if (typeof (data as typeof data | undefined)?.batch !== "function") {
    throw new ConfigError(
      `${where}: data must be a dataset, an object with size and batch(indices), got ${describeValue(data)}. ` +
        "Pass such as { size: 64, batch: (indices) => ({ x, y }) }, or tokenStreams(...).",
    );
  }
  if (!isOrdered(data)) {
    const nextStep = "Pass how many examples make a batch, such as 32";
    requireSize(where, "batchSize", batchSize as number, nextStep);
    requireSize(where, "data.size", data.size, "Pass how many examples there are");
    return;
  }
  requireSize(where, "data.batches", data.batches, "Pass how many batches there are");
  requireSize(where, "data.batchSize", data.batchSize, "Pass how many rows a batch has");
  if (batchSize !== undefined) {
    throw new ConfigError(
      `${where}: batchSize must be left out with ordered data, which has rows of its own, got ${batchSize}. ` +
        "Give it to the dataset.",
    );
  }
}

/** How many batches an epoch has; checked by requireBatches. */
export function batchesOf<Batch>(data: AnyDataset<Batch>, batchSize: number | undefined): number {
  return isOrdered(data) ? data.batches : Math.ceil(data.size / (batchSize as number));
}

/** @param rng  draws the order */
export function makePlan<Batch>(
  data: AnyDataset<Batch>,
  batchSize: number | undefined,
  rng: Rng,
): EpochPlan<Batch> {
  if (isOrdered(data)) {
    return {
      batches: data.batches,
      examples: data.batches * data.batchSize,
      examplesIn: () => data.batchSize,
      continues: (index) => data.continues?.(index) ?? index > 0,
      make: (index, stream) => data.batch(index, stream),
    };
  }
  // Checked by requireBatches.
  const size = batchSize as number;
  const plan = planEpoch(data.size, size, data.length?.bind(data), rng);
  return {
    batches: plan.length,
    examples: data.size,
    examplesIn: (index) => (plan[index] as Uint32Array).length,
    continues: () => false,
    make: (index, stream) => data.batch(plan[index] as Uint32Array, stream),
  };
}
