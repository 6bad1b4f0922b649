import { nextTask } from "@unroll/core";
import { batchesByLength } from "./batches-by-length.ts";

/** Work that takes a while. */
export interface WorkOptions {
  /** Stops between batches; the promise rejects with its reason. */
  signal?: AbortSignal | undefined;
  /** Is told after each batch how many examples are done, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Works through examples in batches of like length, so that little is padded. Between batches the
 * event loop turns: a page can draw, and a signal stops the work.
 *
 * @param lengths  of the examples, in time steps
 * @param work     is given the examples of one batch, by index
 */
export async function inBatches(
  lengths: readonly number[],
  { signal, onProgress }: WorkOptions,
  work: (indices: readonly number[]) => Promise<void>,
): Promise<void> {
  signal?.throwIfAborted();
  let done = 0;
  for (const indices of batchesByLength(lengths)) {
    if (done > 0) {
      await nextTask();
      signal?.throwIfAborted();
    }
    await work(indices);
    done += indices.length;
    onProgress?.(done, lengths.length);
  }
}
