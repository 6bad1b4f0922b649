import { ConfigError } from "../errors.ts";
import { describeValue } from "../storage/describe-value.ts";

/** @throws {ConfigError} unless the value is one of these, as JavaScript lets through */
export function requireOneOf(
  where: string,
  what: string,
  value: unknown,
  values: readonly unknown[],
): void {
  if (values.includes(value)) return;
  const all = values.map(describeValue);
  throw new ConfigError(
    `${where}: ${what} must be ${all.slice(0, -1).join(", ")} or ${all.at(-1)}, got ${describeValue(value)}. ` +
      "Pass one of these.",
  );
}
