import { randomUUID } from "node:crypto";
import * as fileSystem from "node:fs/promises";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { threadId } from "node:worker_threads";
import { checkFileName } from "../storage/file-name.ts";
import { errorCode, explained, readLocalFile } from "../storage/local-file.ts";
import type { Storage } from "../storage/storage.ts";

const DEFAULT_MAX_BYTES = 2 ** 32;

export interface DirectoryStorageOptions {
  /** The largest file that is read. Default 4 GiB. */
  readonly maxBytes?: number;
}

/**
 * The files of a directory, which the first write makes.
 *
 * A write goes to a temporary file in the same directory, which is flushed to the disk and renamed:
 * a reader, a killed process or a power failure sees the old file or the new one, whole. What a
 * killed process leaves behind, the next write of the same name removes.
 *
 * @example
 * const model = new Model({ head: new Dense({ inputSize: 4, outputSize: 2, rng: Rng.fromSeed(42) }) });
 * await model.save(directoryStorage("models/mine"));
 */
export function directoryStorage(path: string, options: DirectoryStorageOptions = {}): Storage {
  const directory = resolve(path);
  const describe = (name: string) => join(directory, name);
  return {
    describe,
    async read(name, maxBytes = Number.POSITIVE_INFINITY) {
      checkFileName(name, "directoryStorage.read");
      const limit = Math.min(maxBytes, options.maxBytes ?? DEFAULT_MAX_BYTES);
      return readLocalFile(fileSystem, describe(name), limit);
    },
    async write(name, bytes) {
      checkFileName(name, "directoryStorage.write");
      await explained(describe(name), "writable", async () => {
        await mkdir(directory, { recursive: true });
        await removeLeftovers(directory, name);
        await replace(directory, name, bytes);
        await syncDirectory(directory);
      });
    },
    async remove(name) {
      checkFileName(name, "directoryStorage.remove");
      await explained(describe(name), "removable", () => rm(describe(name), { force: true }));
    },
  };
}

/** The temporary files that this thread is writing. */
const writing = new Set<string>();

async function replace(directory: string, name: string, bytes: Uint8Array): Promise<void> {
  const temporary = `.${name}.${process.pid}-${threadId}-${randomUUID()}.tmp`;
  const path = join(directory, temporary);
  writing.add(temporary);
  try {
    const handle = await open(path, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(path, join(directory, name));
  } catch (error) {
    await rm(path, { force: true }).catch(() => {});
    throw error;
  } finally {
    writing.delete(temporary);
  }
}

/** Removes the temporary files of `name` that nobody is writing any more. */
async function removeLeftovers(directory: string, name: string): Promise<void> {
  const prefix = `.${name}.`;
  for (const file of await readdir(directory)) {
    if (!file.startsWith(prefix) || writing.has(file)) continue;
    const [, pid, thread] =
      /^(\d+)-(\d+)-[0-9a-f-]{36}\.tmp$/.exec(file.slice(prefix.length)) ?? [];
    if (pid === undefined) continue;
    // Another thread of this process may be writing it; this one would have it in `writing`.
    const abandoned =
      Number(pid) === process.pid ? Number(thread) === threadId : !isAlive(Number(pid));
    if (abandoned) await rm(join(directory, file), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 asks only whether there is such a process
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}

/** Makes the rename itself outlast a power failure, where directories can be flushed. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot; the rename has happened all the same.
    if (errorCode(error) !== "EINVAL" && errorCode(error) !== "ENOTSUP") throw error;
  } finally {
    await handle.close();
  }
}
