import { ShapeError } from "../errors.ts";

/** The number of valid steps of every row, in any order, 0 among them. */
export type Lengths = readonly number[] | Int32Array;

/**
 * Checks lengths and fills in the default, every step of every row.
 *
 * @throws {ShapeError} when there is not one length for each row, or one is not an integer in 0..timeSteps
 */
export function resolveLengths(
  where: string,
  lengths: Lengths | undefined,
  batchSize: number,
  timeSteps: number,
): Int32Array {
  if (lengths === undefined) {
    return new Int32Array(batchSize).fill(timeSteps);
  }
  if (lengths.length !== batchSize) {
    throw new ShapeError(
      `${where}: lengths must have one entry for each of ${batchSize} rows, got ${lengths.length}. ` +
        "Pass the number of valid steps of every row.",
    );
  }
  lengths.forEach((length, row) => {
    if (!Number.isInteger(length) || length < 0 || length > timeSteps) {
      throw new ShapeError(
        `${where}: lengths[${row}] must be an integer from 0 to ${timeSteps}, got ${length}. ` +
          "Pass the number of valid steps of every row.",
      );
    }
  });
  return Int32Array.from(lengths);
}
