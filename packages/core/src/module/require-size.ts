import { ConfigError } from "../errors.ts";

/**
 * @param nextStep  default: what to do about the width of a tensor
 * @throws {ConfigError} unless `size` is a positive integer
 */
export function requireSize(
  where: string,
  name: string,
  size: number,
  nextStep = "Pass the width of the tensor",
): void {
  if (!Number.isInteger(size) || size < 1) {
    throw new ConfigError(
      `${where}: ${name} must be a positive integer, got ${size}. ${nextStep}.`,
    );
  }
}
