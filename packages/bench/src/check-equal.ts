import type { Contender } from "./contender.ts";

/** Adam divides by the root of tiny numbers at first, so float32 noise shows early. */
const RELATIVE = 1e-4;
const STEPS = 3;

/**
 * Trains both sides for some steps and compares their losses: equal losses after updates mean equal
 * outputs and equal gradients.
 * @throws {Error} when they differ
 */
export async function checkEqual(name: string, ours: Contender, peer: Contender): Promise<void> {
  for (let step = 1; step <= STEPS; step++) {
    const [a, b] = [await ours.train(), await peer.train()];
    if (!(Math.abs(a - b) <= RELATIVE * Math.abs(b))) {
      throw new Error(`${name}: the loss at step ${step} must be equal, got ${a} and ${b}.`);
    }
  }
}
