import { CheckpointError } from "../errors.ts";
import { tooLarge } from "./too-large.ts";

const READ_CHUNK_BYTES = 2 ** 26;

/** What is used of node:fs/promises. It is passed in: what runs in a page knows nothing of Node. */
export interface FileSystem {
  stat(path: string | URL): Promise<FileInfo>;
  open(path: string | URL, flags: "r"): Promise<FileHandle>;
}

interface FileInfo {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

interface FileHandle {
  stat(): Promise<FileInfo>;
  read(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }>;
  close(): Promise<void>;
}

/**
 * The bytes of a file, or undefined when there is none.
 * @throws {CheckpointError} when it cannot be read, is no file, or is larger than the limit
 */
export function readLocalFile(
  fileSystem: FileSystem,
  path: string | URL,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  return explained(path, "readable", () => readWhole(fileSystem, path, maxBytes));
}

/** Turns an error of the file system into one that names the file and what to do. */
export async function explained<T>(
  path: string | URL,
  must: string,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    const nextStep =
      errorCode(cause) === "ENOSPC"
        ? "Free space on the disk"
        : "Check the path and its access rights";
    const actual = cause instanceof Error ? cause.message : String(cause);
    throw new CheckpointError(`${path}: the file must be ${must}, got ${actual}. ${nextStep}.`, {
      cause,
    });
  }
}

/** The code of an error of the system, such as "ENOENT". */
export function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

async function readWhole(
  fileSystem: FileSystem,
  path: string | URL,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const info = await fileSystem.stat(path).catch((error) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (!info) return undefined;
  // Before opening: to open a pipe would wait for its other end.
  if (!info.isFile()) {
    throw new CheckpointError(
      `${path}: it must be a file, got ${info.isDirectory() ? "a directory" : "something else"}. ` +
        "Check the path.",
    );
  }
  if (info.size > maxBytes) throw tooLarge(String(path), maxBytes, `${info.size}`);
  const handle = await fileSystem.open(path, "r");
  try {
    // The file may have been replaced meanwhile: what is open now counts.
    const { size } = await handle.stat();
    if (size > maxBytes) throw tooLarge(String(path), maxBytes, `${size}`);
    const bytes = new Uint8Array(size);
    let position = 0;
    while (position < size) {
      const length = Math.min(READ_CHUNK_BYTES, size - position);
      const { bytesRead } = await handle.read(bytes, position, length, position);
      if (bytesRead === 0) throw new Error(`the file became shorter while it was read`);
      position += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
