import { CheckpointError, ConfigError } from "../errors.ts";
import { decodeDataUrl } from "./data-url.ts";
import { describeValue } from "./describe-value.ts";
import { checkFileName } from "./file-name.ts";
import { readLocalFile } from "./local-file.ts";
import { nodeProcess } from "./node-process.ts";
import { type DownloadProgress, readResponse } from "./read-response.ts";
import type { Storage } from "./storage.ts";

const DEFAULT_MAX_BYTES = 2 ** 31;

/** The address of each file of a model by its name: plain data, which a worker can be sent. */
export type ModelFiles = Readonly<Record<string, string>>;

export interface UrlStorageOptions {
  /** Used in place of the global fetch, such as one that adds headers or reads from a cache. */
  readonly fetch?: ((url: string, init: { signal?: AbortSignal }) => Promise<Response>) | undefined;
  /** The largest file that is read. Default 2 GiB. */
  readonly maxBytes?: number | undefined;
  /** Is told of every piece of a file that arrives over the network. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Cancels reads; they reject with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The files at addresses, read-only: http, https, data, blob, and in Node file. A file that is not in the
 * list, or that a server answers with 404 or 410, is not there; every other failure is an error that names
 * its address.
 * @param urls  the address of a folder, or that of each file by its name. It may be relative to the page, in
 *   Node to the working directory.
 * @throws {ConfigError} when an address is none
 *
 * @example
 * declare const model: Model;
 *
 * await model.load(urlStorage("https://example.org/models/mine/", { signal: AbortSignal.timeout(10_000) }));
 */
export function urlStorage(
  urls: string | URL | ModelFiles,
  options: UrlStorageOptions = {},
): Storage {
  const locate = typeof urls === "string" || urls instanceof URL ? inFolder(urls) : inList(urls);
  const describe = (name: string) => {
    const url = locate(name);
    return url === undefined || url.protocol === "data:" ? name : url.href;
  };
  const readOnly = async (name: string) => {
    throw new CheckpointError(
      `${describe(name)}: a storage must be writable, got urlStorage. ` +
        "Save to a directory or to memory.",
    );
  };
  return {
    describe,
    async read(name, maxBytes = Number.POSITIVE_INFINITY) {
      checkFileName(name, "urlStorage.read");
      options.signal?.throwIfAborted();
      const url = locate(name);
      const limit = Math.min(maxBytes, options.maxBytes ?? DEFAULT_MAX_BYTES);
      return url && (await readUrl(url, name, limit, options));
    },
    write: readOnly,
    remove: readOnly,
  };
}

async function readUrl(
  url: URL,
  name: string,
  maxBytes: number,
  { fetch = globalThis.fetch, onProgress, signal }: UrlStorageOptions,
): Promise<Uint8Array | undefined> {
  // Bundlers write small files into their scripts so, which a Content-Security-Policy forbids to fetch.
  if (url.protocol === "data:") return decodeDataUrl(url, name, maxBytes);
  const fileSystem =
    url.protocol === "file:" && nodeProcess()?.getBuiltinModule("node:fs/promises");
  if (fileSystem) return readLocalFile(fileSystem, url, maxBytes);
  try {
    const response = await fetch(url.href, signal ? { signal } : {});
    return await readResponse(response, { name, url: url.href, maxBytes, onProgress });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof CheckpointError) throw cause;
    throw new CheckpointError(
      `${url.href}: the file must be reachable, got ${String(cause)}. ` +
        "Check the address and the connection, and in a page that the server allows its origin (CORS).",
      { cause },
    );
  }
}

type Locate = (name: string) => URL | undefined;

function inFolder(folder: string | URL): Locate {
  const base = parseUrl(folder, "the folder");
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return (name) => new URL(name, base);
}

function inList(urls: ModelFiles): Locate {
  const parsed = new Map(
    Object.entries(urls).map(([name, url]) => [name, parseUrl(url, describeValue(name))]),
  );
  return (name) => parsed.get(name);
}

function parseUrl(url: string | URL, what: string): URL {
  const node = nodeProcess();
  const base =
    globalThis.location?.href ??
    node?.getBuiltinModule("node:url").pathToFileURL(`${node.cwd()}/`).href;
  try {
    return new URL(url, base);
  } catch (cause) {
    throw new ConfigError(
      `urlStorage: the address of ${what} must be a URL, got ${describeValue(String(url))}. ` +
        'Pass one such as "https://example.org/models/sentiment/".',
      { cause },
    );
  }
}
