import { ConfigError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import type { Storage } from "./storage.ts";
import { type ModelFiles, type UrlStorageOptions, urlStorage } from "./url-storage.ts";

/**
 * Where a model is: what a model package exports (the address of each of its files), the address of a folder,
 * or a storage.
 */
export type ModelSource = ModelFiles | string | URL | Storage;

/**
 * The files of a model, wherever they are.
 * @param options  how files are read from addresses; a storage is taken as it is
 * @throws {ConfigError} when an address is none
 */
export function openModel(source: ModelSource, options?: UrlStorageOptions): Storage {
  if (isStorage(source)) return source;
  if (source instanceof URL || typeof source === "string" || isModelFiles(source)) {
    return urlStorage(source, options);
  }
  throw new ConfigError(
    "openModel: a model must be what its package exports, the address of its folder or a storage, " +
      `got ${describeValue(source)}. Pass one such as { model: sentimentEn }.`,
  );
}

function isStorage(source: ModelSource): source is Storage {
  return typeof (source as Partial<Storage> | undefined)?.read === "function";
}

/** JavaScript may pass anything, such as the namespace of a package without models. */
function isModelFiles(source: unknown): source is ModelFiles {
  if (typeof source !== "object" || source === null) return false;
  const urls = Object.values(source);
  return urls.length > 0 && urls.every((url) => typeof url === "string");
}
