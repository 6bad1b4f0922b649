import type { Results } from "../contenders/contender.ts";

/** Of the largest value: float32 in two orders of summation. */
const RELATIVE = 1e-4;

/**
 * Compares what two sides computed, such as outputs, gradients and losses.
 * @param where  for the message: which work, and whose
 * @throws {Error} when they differ
 */
export function checkEqual(where: string, ours: Results, peer: Results): void {
  for (const name of new Set([...Object.keys(ours), ...Object.keys(peer)])) {
    requireClose(`${where}: ${name}`, ours[name] ?? [], peer[name] ?? []);
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
