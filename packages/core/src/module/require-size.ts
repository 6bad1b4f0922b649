import { ConfigError } from "../errors.ts";

/** @throws {ConfigError} unless `size` is a positive integer */
export function requireSize(where: string, name: string, size: number): void {
  if (!Number.isInteger(size) || size < 1) {
    throw new ConfigError(
      `${where}: ${name} must be a positive integer, got ${size}. Pass the width of the tensor.`,
    );
  }
}
