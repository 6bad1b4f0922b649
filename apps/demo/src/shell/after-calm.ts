/** An action that waits until nothing has asked for it for a while. */
export interface CalmAction<Args extends unknown[]> {
  (...args: Args): void;
  /** Does now what waits. */
  flush(): void;
  /** Forgets what waits. */
  cancel(): void;
}

/** Runs an action once nothing has asked for it for a while: the newest call wins. */
export function afterCalm<Args extends unknown[]>(
  calmMs: number,
  action: (...args: Args) => void,
): CalmAction<Args> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: Args | undefined;
  const cancel = () => {
    clearTimeout(timer);
    waiting = undefined;
  };
  const flush = () => {
    const args = waiting;
    cancel();
    if (args) action(...args);
  };
  const call = (...args: Args) => {
    cancel();
    waiting = args;
    timer = setTimeout(flush, calmMs);
  };
  return Object.assign(call, { flush, cancel });
}
