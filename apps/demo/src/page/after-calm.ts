/** Runs an action once nothing has asked for it for a while: the newest call wins. */
export function afterCalm<Args extends unknown[]>(
  calmMs: number,
  action: (...args: Args) => void,
): (...args: Args) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), calmMs);
  };
}
