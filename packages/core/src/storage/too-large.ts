import { CheckpointError } from "../errors.ts";

/** The error for a file above a limit. @param actual  such as "12 bytes", "more" */
export function tooLarge(where: string, maxBytes: number, actual: string): CheckpointError {
  return new CheckpointError(
    `${where}: the file must be at most ${maxBytes} bytes, got ${actual}. ` +
      "Check that it is the right file, or raise maxBytes.",
  );
}
