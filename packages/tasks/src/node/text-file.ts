import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError } from "@unroll/core";

/** The largest text that is read, unpacked. */
const MAX_BYTES = 2 ** 29;

/**
 * The text of a file in UTF-8, unpacked where its name ends with .gz.
 * @throws {DataError} when it cannot be read, is not UTF-8 or is larger than 512 MiB
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await read(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DataError(
      `${path}: the file must be text in UTF-8, got other bytes. Convert it to UTF-8.`,
      { cause },
    );
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      throw new DataError(
        `${path}: the file must have at most ${MAX_BYTES} bytes, got ${size}. Take a part of it.`,
      );
    }
    const bytes = await readFile(path);
    return path.endsWith(".gz")
      ? await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES })
      : bytes;
  } catch (cause) {
    if (cause instanceof DataError) {
      throw cause;
    }
    const actual = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(
      `${path}: the file must be readable, got: ${actual}. Check the path and that the file is whole.`,
      { cause },
    );
  }
}
