import { ConfigError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import type { Storage } from "./storage.ts";

/** @throws {ConfigError} unless it is a storage: in JavaScript the path of a folder is likelier */
export function requireStorage(where: string, value: unknown): asserts value is Storage {
  const { read, write } = Object(value) as Partial<Storage>;
  if (typeof read === "function" && typeof write === "function") return;
  throw new ConfigError(
    `${where}: storage must be a storage, got ${describeValue(value)}. ` +
      'Pass such as memoryStorage(), or directoryStorage("model") of @unroll/core/node.',
  );
}
