/** More than a resolved value takes through the promises of tfjs' `data()`, by a wide margin. */
const TURNS = 32;

/**
 * What a promise resolves to if it has done so, or undefined when something outside has to happen first:
 * a backend in main memory reads a tensor at once, a GPU after its queue is done. Nothing else can run
 * in between.
 */
export async function alreadyThere<T>(promise: Promise<T>): Promise<T | undefined> {
  let value: T | undefined;
  let settled = false;
  const settle = (result?: T) => {
    settled = true;
    value = result;
  };
  // A failure is left to whoever awaits the promise itself.
  promise.then(settle, () => settle());
  for (let turn = 0; turn < TURNS && !settled; turn++) await undefined;
  return value;
}
