import { CheckpointError } from "../errors.ts";

/** The error for a file whose content contradicts its format or itself. */
export function damaged(where: string, what: string, expected: string, actual: string) {
  return new CheckpointError(
    `${where}: ${what} must be ${expected}, got ${actual}. ` +
      "The file is truncated or damaged: download or save it again.",
  );
}
