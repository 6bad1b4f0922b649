import { clone, type Tensor } from "@tensorflow/tfjs-core";

/**
 * Gives results that can be disposed one by one: a cell may return a tensor as it was given it, or one
 * tensor twice. What belongs to somebody already is cloned.
 *
 * @param others  what the caller or the module holds
 */
export function ownTensors(others: Iterable<Tensor>): <T extends Tensor>(result: T) => T {
  const taken = new Set<Tensor>(others);
  return (result) => {
    const own = taken.has(result) ? clone(result) : result;
    taken.add(own);
    return own;
  };
}
