import { dispose } from "@tensorflow/tfjs-core";
import { DataError } from "../errors.ts";
import type { Rng } from "../random/rng.ts";
import type { AnyDataset, EpochPlan } from "./epoch-plan.ts";
import { tensorsIn } from "./tensor-tree.ts";

/**
 * The batches of an epoch, one after the other. Where they come as promises, the next one is begun when
 * the one before is there, so that it is being made while that one's step runs.
 */
export class Batches<Batch> {
  readonly #data: AnyDataset<Batch>;
  readonly #plan: EpochPlan<Batch>;
  readonly #rngOf: (index: number) => Rng;
  readonly #prefetch: boolean;
  #next: { index: number; batch: Promise<Batch> } | undefined;

  /** @param rngOf  the stream that the batch of an index is made with */
  constructor(
    data: AnyDataset<Batch>,
    plan: EpochPlan<Batch>,
    rngOf: (index: number) => Rng,
    prefetch: boolean,
  ) {
    this.#data = data;
    this.#plan = plan;
    this.#rngOf = rngOf;
    this.#prefetch = prefetch;
  }

  /** @throws {DataError} when it holds a disposed tensor */
  async take(index: number): Promise<Batch> {
    const made =
      this.#next?.index === index ? this.#next.batch : this.#plan.make(index, this.#rngOf(index));
    this.#next = undefined;
    const batch = await made;
    if (made instanceof Promise && this.#prefetch && index + 1 < this.#plan.batches) {
      this.#begin(index + 1);
    }
    if (tensorsIn(batch).some(({ isDisposed }) => isDisposed)) {
      throw new DataError(
        "Trainer.fit: data.batch must return live tensors, got a disposed one. The trainer disposes a batch " +
          "after its step: a dataset that returns the same tensors again says `release() {}`.",
      );
    }
    return batch;
  }

  release(batch: Batch): void {
    if (this.#data.release) this.#data.release(batch);
    else dispose(tensorsIn(batch));
  }

  /** Frees what was made ahead, when it is there. */
  async dispose(): Promise<void> {
    const next = this.#next;
    this.#next = undefined;
    await next?.batch.then(
      (batch) => this.release(batch),
      // Its step never came; so neither does its error.
      () => undefined,
    );
  }

  #begin(index: number): void {
    const batch = (async () => this.#plan.make(index, this.#rngOf(index)))();
    // Its error is told when its turn comes.
    batch.catch(() => undefined);
    this.#next = { index, batch };
  }
}
