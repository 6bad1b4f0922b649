/** The command was called wrongly: its message says all, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
