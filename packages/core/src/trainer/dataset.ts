import type { Rng } from "../random/rng.ts";

interface BatchSource<Batch> {
  /**
   * Frees a batch when its step is done. Default: every tensor in it is disposed, for the batch is the
   * trainer's own. A dataset that keeps tensors, to return them again, says with this what it does not
   * keep: `release() {}`.
   */
  release?(batch: Batch): void;
  /** Identifies the content: a training is resumed only with the same. See `fingerprint()`. */
  readonly fingerprint?: string | undefined;
}

/**
 * Examples that a trainer draws batches from, in a new random order each epoch.
 *
 * @example
 * const rows = [[0, 0], [0, 1], [1, 0], [1, 1]];
 * const xor = {
 *   size: rows.length,
 *   batch: (indices) => {
 *     const chosen = Array.from(indices, (index) => rows[index]!);
 *     return { x: tensor2d(chosen), y: tensor1d(chosen.map(([a, b]) => Number(a !== b)), "int32") };
 *   },
 * } satisfies Dataset<unknown>;
 */
export interface Dataset<Batch> extends BatchSource<Batch> {
  readonly size: number;
  /**
   * The length of an example in time steps. Examples of like length are batched together, so that
   * little is padded. Leave it out when all are of one length.
   */
  length?(index: number): number;
  /**
   * Makes a batch. Where it returns a promise, the next batch is being made while the step runs.
   * @param indices  which examples
   * @param rng      for augmentation: the same for this batch in every run of the same seed
   * @returns        tensors in any structure; they are the trainer's, unless `release` says otherwise
   */
  batch(indices: Uint32Array, rng: Rng): Batch | Promise<Batch>;
}

/**
 * Batches that follow one another in time, each row going on where it stopped in the batch before: a
 * trainer takes them in order and hands the state that the loss returns to the next one.
 * `tokenStreams` and `valueStreams` make such a dataset from one long sequence.
 */
export interface OrderedDataset<Batch> extends BatchSource<Batch> {
  /** How many batches make an epoch. */
  readonly batches: number;
  /** How many rows each has. */
  readonly batchSize: number;
  /** Whether a batch goes on from the one before; else its state starts anew. Default: all but the first. */
  continues?(index: number): boolean;
  /**
   * Makes a batch. Where it returns a promise, the next batch is being made while the step runs.
   * @param index  from 0 to batches - 1
   * @param rng    for augmentation: the same for this batch in every run of the same seed
   * @returns      tensors in any structure; they are the trainer's, unless `release` says otherwise
   */
  batch(index: number, rng: Rng): Batch | Promise<Batch>;
}
