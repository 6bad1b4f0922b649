import { CheckpointError } from "../errors.ts";
import { tooLarge } from "./too-large.ts";

/** How much of a file is here. */
export interface DownloadProgress {
  /** The file's name, such as "model.safetensors". */
  readonly name: string;
  /** Its bytes that are here. */
  readonly bytes: number;
  /** All its bytes; undefined where the server does not say, as when it compresses. */
  readonly total: number | undefined;
}

/** What is read from a response, and who is told. */
export interface ReadResponseOptions {
  readonly name: string;
  /** Names the file in errors. */
  readonly url: string;
  readonly maxBytes: number;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * The bytes of the file that a server answered with, or undefined when it has none (404 or 410).
 * @throws {CheckpointError} for another status, a page in place of the file, and a file that is too large
 */
export async function readResponse(
  response: Response,
  options: ReadResponseOptions,
): Promise<Uint8Array | undefined> {
  const { name, url, maxBytes } = options;
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
    const total = response.headers.has("content-encoding") ? 0 : announced;
    return await readBody(response, total, options);
  } finally {
    // Frees the connection where the body was not read to its end; else it does nothing.
    if (response.body?.locked === false) await response.body.cancel().catch(() => {});
  }
}

/** What arrives counts, whatever content-length says: that is of the compressed bytes, or a lie. */
async function readBody(
  response: Response,
  announced: number,
  { name, url, maxBytes, onProgress }: ReadResponseOptions,
): Promise<Uint8Array> {
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
    // Of another origin, a page does not hear of compression.
    onProgress?.({ name, bytes: size, total: size <= announced ? announced : undefined });
  }
  const bytes = new Uint8Array(size);
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}
