import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { DataError } from "@unroll/core";
import { type DataFile, type DataPlace, MAX_DATA_BYTES } from "../data/data-place.ts";

/**
 * Data on disk: a file, or a folder.
 * @throws {DataError} when there is nothing at this path
 */
export async function openData(path: string): Promise<DataPlace> {
  const info = await ifThere(path, "it must be a file or a folder of data", () => stat(path));
  if (!info.isDirectory()) return file(path);
  return {
    kind: "folder",
    name: basename(path),
    where: path,
    async list() {
      const entries = await readdir(path, { withFileTypes: true });
      // A link may lead to either, so each is asked.
      return Promise.all(entries.map(({ name }) => openData(join(path, name)))).then((places) =>
        places.sort((a, b) => (a.name < b.name ? -1 : 1)),
      );
    },
  };
}

function file(path: string): DataFile {
  return {
    kind: "file",
    name: basename(path),
    where: path,
    async read() {
      const must = "the file must be readable";
      const { size } = await ifThere(path, must, () => stat(path));
      if (size > MAX_DATA_BYTES) {
        throw new DataError(
          `${path}: the file must have at most ${MAX_DATA_BYTES} bytes, got ${size}. Take a part of it.`,
        );
      }
      return ifThere(path, must, () => readFile(path));
    },
  };
}

async function ifThere<T>(path: string, must: string, f: () => Promise<T>): Promise<T> {
  try {
    return await f();
  } catch (cause) {
    const actual = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`${path}: ${must}, got: ${actual}. Check the path.`, { cause });
  }
}
