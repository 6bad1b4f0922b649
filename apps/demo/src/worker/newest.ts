/**
 * Does one piece of work at a time, and of what is asked for meanwhile only the newest: a call aborts the
 * one before it, and starts when that has come to its end.
 *
 * @param ends  aborts the last one too, such as the signal of a page
 * @returns  gives undefined for a call that was aborted
 */
export function newest<Args extends unknown[], Result>(
  ends: AbortSignal,
  work: (signal: AbortSignal, ...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result | undefined> {
  let last = new AbortController();
  let idle: Promise<unknown> = Promise.resolve();
  return async (...args) => {
    last.abort();
    last = new AbortController();
    const signal = AbortSignal.any([ends, last.signal]);
    const done = idle.then(() => (signal.aborted ? undefined : work(signal, ...args)));
    idle = done.catch(() => {});
    try {
      const result = await done;
      return signal.aborted ? undefined : result;
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  };
}
