import type { Rng } from "../random/rng.ts";

/** Examples that a trainer draws batches from, by index. */
export interface Dataset<Batch> {
  readonly size: number;
  /**
   * The length of an example in time steps. Examples of like length are batched together, so that
   * little is padded. Leave it out when all are of one length.
   */
  length?(index: number): number;
  /**
   * Makes a batch.
   * @param indices  which examples
   * @param rng      for augmentation: the same for this batch in every run of the same seed
   * @returns        tensors in any structure; the trainer disposes every tensor in it
   */
  batch(indices: Uint32Array, rng: Rng): Batch;
}
