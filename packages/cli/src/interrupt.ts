/**
 * Turns the first Ctrl-C (or SIGTERM) into an abort, so that work ends in order; the second ends the
 * process at once.
 */
export function stopOnSignal(onStop: () => void): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM"] as const;
  const stop = () => {
    release();
    onStop();
    controller.abort();
  };
  // Without a listener a signal does what it always does.
  const release = () => {
    for (const name of signals) {
      process.off(name, stop);
    }
  };
  for (const name of signals) {
    process.on(name, stop);
  }
  return { signal: controller.signal, dispose: release };
}
