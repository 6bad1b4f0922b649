import type { Contender } from "./contender.ts";

/** Of the largest value: float32 in two orders of summation. */
const RELATIVE = 1e-4;
const STEPS = 3;

/**
 * Compares both sides' outputs and gradients, then trains them for some steps and compares their
 * losses. Warms both up by the way.
 * @throws {Error} when they differ
 */
export async function checkEqual(name: string, ours: Contender, peer: Contender): Promise<void> {
  requireClose(`${name}: the outputs`, await ours.infer(), await peer.infer());
  requireClose(`${name}: the gradients`, await ours.gradient(), await peer.gradient());
  for (let step = 1; step <= STEPS; step++) {
    const losses = [[await ours.train()], [await peer.train()]] as const;
    requireClose(`${name}: the losses at step ${step}`, ...losses);
  }
}

function requireClose(what: string, ours: ArrayLike<number>, peer: ArrayLike<number>): void {
  let [largest, difference] = [0, 0];
  for (let n = 0; n < peer.length; n++) {
    largest = Math.max(largest, Math.abs(peer[n] as number));
    difference = Math.max(difference, Math.abs((ours[n] as number) - (peer[n] as number)));
  }
  if (ours.length !== peer.length || !(difference <= RELATIVE * largest)) {
    throw new Error(
      `${what} must be equal to ${RELATIVE * largest}, got ${ours.length} and ${peer.length} values that differ by ${difference}.`,
    );
  }
}
