import type { Variable } from "@tensorflow/tfjs-core";
import { CheckpointError } from "../errors.ts";

/** The model that is being made: how many numbers it may still have, and what it has so far. */
let making: { left: number; made: Variable[] } | undefined;

/**
 * Makes a model of sizes that a file states, which are believed only as far as its weights reach: what
 * is larger is refused before it is allocated, and leaves nothing behind.
 *
 * @param count  how many numbers its parameters may have
 * @param where  what states the sizes, for the message
 * @throws {CheckpointError} when they would be more
 */
export function withParameterLimit<T>(count: number, where: string, make: () => T): T {
  const outer = making;
  const inner = { left: count, made: [] as Variable[] };
  making = inner;
  try {
    return make();
  } catch (error) {
    for (const variable of inner.made) variable.dispose();
    if (inner.left >= 0) throw error;
    throw new CheckpointError(
      `${where}: the sizes must be those of the weights, which are ${count} numbers at most, got larger ones. ` +
        "Take both files from the same model, or download them again.",
    );
  } finally {
    making = outer;
  }
}

/** Called before the numbers of a parameter are allocated. */
export function requireRoom(size: number): void {
  if (making === undefined) return;
  making.left -= size;
  if (making.left < 0) throw new Error("larger than its weights"); // withParameterLimit says what
}

/** Called with every parameter that is made. */
export function noteMade(parameter: Variable): void {
  making?.made.push(parameter);
}
