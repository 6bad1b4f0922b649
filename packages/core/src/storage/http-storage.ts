import { CheckpointError, ConfigError } from "../errors.ts";
import { checkFileName } from "./file-name.ts";
import type { Storage } from "./storage.ts";
import { tooLarge } from "./too-large.ts";

const DEFAULT_MAX_BYTES = 2 ** 31;

export interface HttpStorageOptions {
  /** Used in place of the global fetch, such as one that adds headers or reads from a cache. */
  readonly fetch?: (url: string, init: { signal?: AbortSignal }) => Promise<Response>;
  /** The largest file that is read. Default 2 GiB. */
  readonly maxBytes?: number;
  /** Cancels reads; they reject with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * The files below a URL, read-only. A file that answers 404 or 410 is not there; every other
 * failure is an error that names the URL.
 * @param baseUrl  the folder's URL; in a page it may be relative to the page
 * @throws {ConfigError} when `baseUrl` is no URL
 */
export function httpStorage(baseUrl: string | URL, options: HttpStorageOptions = {}): Storage {
  const base = folderUrl(baseUrl);
  const describe = (name: string) => new URL(name, base).href;
  const readOnly = async (name: string) => {
    throw new CheckpointError(
      `${describe(name)}: a storage must be writable, got httpStorage. ` +
        "Save to a directory or to memory.",
    );
  };
  return {
    describe,
    async read(name, maxBytes = Number.POSITIVE_INFINITY) {
      checkFileName(name, "httpStorage.read");
      const url = describe(name);
      try {
        const response = await (options.fetch ?? fetch)(
          url,
          options.signal ? { signal: options.signal } : {},
        );
        const limit = Math.min(maxBytes, options.maxBytes ?? DEFAULT_MAX_BYTES);
        return await readResponse(response, name, url, limit);
      } catch (cause) {
        options.signal?.throwIfAborted();
        if (cause instanceof CheckpointError) throw cause;
        throw new CheckpointError(
          `${url}: the file must be reachable, got ${String(cause)}. ` +
            "Check the address and the connection, and in a page that the server allows its origin (CORS).",
          { cause },
        );
      }
    },
    write: readOnly,
    remove: readOnly,
  };
}

function folderUrl(baseUrl: string | URL): URL {
  try {
    // In Node there is no location, and a relative address is an error.
    const url = new URL(baseUrl, globalThis.location?.href);
    if (!url.pathname.endsWith("/")) url.pathname += "/";
    return url;
  } catch (cause) {
    throw new ConfigError(
      `httpStorage: baseUrl must be a URL, got ${JSON.stringify(String(baseUrl))}. ` +
        'Pass one such as "https://example.org/models/sentiment/".',
      { cause },
    );
  }
}

async function readResponse(
  response: Response,
  name: string,
  url: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  try {
    if (response.status === 404 || response.status === 410) return undefined;
    if (!response.ok) {
      const status = `${response.status} ${response.statusText}`.trimEnd();
      throw new CheckpointError(
        `${url}: the status of the answer must be 200, got ${status}. ` +
          "Check the address and its access rights, or try again later.",
      );
    }
    const type = response.headers.get("content-type") ?? "";
    if (/^text\/html\b/i.test(type) && !name.endsWith(".html")) {
      throw new CheckpointError(
        `${url}: the answer must be the file, got an HTML page (${type}). ` +
          "Check that the file is there: some servers answer with a page where they have none.",
      );
    }
    const announced = Number(response.headers.get("content-length") ?? 0);
    if (announced > maxBytes) throw tooLarge(url, maxBytes, `${announced}`);
    return await readBody(response, url, maxBytes);
  } finally {
    // Frees the connection where the body was not read to its end; else it does nothing.
    if (response.body?.locked === false) await response.body.cancel().catch(() => {});
  }
}

/** What arrives counts, whatever content-length says: that is of the compressed bytes, or a lie. */
async function readBody(response: Response, url: string, maxBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel().catch(() => {});
      throw tooLarge(url, maxBytes, "more");
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}
