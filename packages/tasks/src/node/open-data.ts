import type { Stats } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "@unroll/core";
import { type DataFolder, type DataPlace, MAX_DATA_BYTES } from "../data/data-place.ts";

/**
 * Data on disk: a file, or a folder.
 * @throws {DataError} when there is nothing at this path
 */
export async function openData(path: string): Promise<DataPlace> {
  return place(path, await orDataError(path, "it must be a file or a folder of data", stat(path)));
}

function place(path: string, info: Stats): DataPlace {
  if (info.isDirectory()) return folder(path);
  return {
    kind: "file",
    name: basename(path),
    where: path,
    folder: folder(dirname(path)),
    async read() {
      if (info.size > MAX_DATA_BYTES) {
        throw new DataError(
          `${path}: the file must have at most ${MAX_DATA_BYTES} bytes, got ${info.size}. Take a part of it.`,
        );
      }
      return orDataError(path, "the file must be readable", readFile(path));
    },
  };
}

function folder(path: string): DataFolder {
  return { kind: "folder", name: basename(path), where: path, list: () => list(path) };
}

async function list(folder: string): Promise<DataPlace[]> {
  const names = await orDataError(folder, "the folder must be readable", readdir(folder));
  const places = names.sort().map(async (name) => {
    const path = join(folder, name);
    // A link that leads nowhere is no data.
    const info = await stat(path).catch(() => undefined);
    return info && place(path, info);
  });
  return (await Promise.all(places)).filter((each) => each !== undefined);
}

async function orDataError<T>(path: string, must: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    const actual = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`${path}: ${must}, got: ${actual}. Check the path.`, { cause });
  }
}
