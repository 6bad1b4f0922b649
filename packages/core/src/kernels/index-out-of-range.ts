import { DataError } from "../errors.ts";

/**
 * What a kernel throws when it is given an index that names no row.
 *
 * @param input  the name of its input that holds the index
 * @param place  where in it
 * @param size   how many rows there are
 */
export function indexOutOfRange(
  kernel: string,
  input: string,
  place: number,
  index: number,
  size: number,
): DataError {
  return new DataError(
    `${kernel}: ${input}[${place}] must be in 0..${size - 1}, got ${index}. Check what made the ${input}.`,
  );
}
