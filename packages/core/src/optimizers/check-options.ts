import { ConfigError } from "../errors.ts";

/** @throws {ConfigError} unless `value` is a finite number above 0 */
export function requirePositive(where: string, name: string, value: number): void {
  requireOption(where, name, value, value > 0 && Number.isFinite(value), "above 0");
}

/** @throws {ConfigError} unless `holds` */
export function requireOption(
  where: string,
  name: string,
  value: number,
  holds: boolean,
  expected: string,
): void {
  if (!holds) {
    throw new ConfigError(
      `${where}: ${name} must be ${expected}, got ${value}. Change the option.`,
    );
  }
}
