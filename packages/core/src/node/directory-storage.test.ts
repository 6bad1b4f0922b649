import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { directoryStorage } from "./directory-storage.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "unroll-directory-"));
});
afterEach(() => rm(directory, { recursive: true }));

const UUID = "00000000-0000-4000-8000-000000000000";

describe("temporary files", () => {
  test("none is left after a write", async () => {
    await directoryStorage(directory).write("a.bin", new Uint8Array(3));
    expect(await readdir(directory)).toEqual(["a.bin"]);
  });

  test("the next write of a name removes those of dead processes, and no other file", async () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const removed = [
      `.a.bin.${dead}-0-${UUID}.tmp`,
      `.a.bin.${process.pid}-${threadId}-${UUID}.tmp`,
    ];
    const kept = [
      `.a.${dead}-0-${UUID}.tmp`, // of another name
      `.b.bin.${dead}-0-${UUID}.tmp`,
      `.a.bin.${process.ppid}-0-${UUID}.tmp`, // of a living process
      `.a.bin.${process.pid}-${threadId + 1}-${UUID}.tmp`, // of another thread
      ".a.bin.notes.tmp",
      "a.bin.tmp",
    ];
    for (const file of [...removed, ...kept]) await writeFile(join(directory, file), "half");
    await directoryStorage(directory).write("a.bin", new Uint8Array(3));
    expect((await readdir(directory)).sort()).toEqual([...kept, "a.bin"].sort());
  });

  test("a write that fails leaves the old file and nothing else", async () => {
    await mkdir(join(directory, "a.bin"));
    const error = await directoryStorage(directory)
      .write("a.bin", new Uint8Array(3))
      .catch((reason) => reason);
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.message).toMatch(
      /a\.bin: the file must be writable, got E\w+: .+\. Check the path/,
    );
    expect(error.cause).toHaveProperty("code");
    expect(await readdir(directory)).toEqual(["a.bin"]);
  });
});

describe("what cannot be read", () => {
  test("a directory", async () => {
    await mkdir(join(directory, "a.bin"));
    await expect(directoryStorage(directory).read("a.bin")).rejects.toThrow(
      `${join(directory, "a.bin")}: it must be a file, got a directory. Check the path.`,
    );
  });

  test("a pipe, without waiting for its other end", async () => {
    spawnSync("mkfifo", [join(directory, "a.bin")]);
    await expect(directoryStorage(directory).read("a.bin")).rejects.toThrow("got something else");
  });

  test("a file above the limit, which is not read", async () => {
    await writeFile(join(directory, "a.bin"), "");
    await truncate(join(directory, "a.bin"), 2 ** 40);
    await expect(directoryStorage(directory).read("a.bin")).rejects.toThrow(
      "a.bin: the file must be at most 4294967296 bytes, got 1099511627776.",
    );
    await truncate(join(directory, "a.bin"), 11);
    const storage = directoryStorage(directory, { maxBytes: 10 });
    await expect(storage.read("a.bin")).rejects.toThrow("at most 10 bytes, got 11");
  });

  test("a loop of links", async () => {
    await symlink("a.bin", join(directory, "a.bin"));
    await expect(directoryStorage(directory).read("a.bin")).rejects.toThrow(
      /a\.bin: the file must be readable, got ELOOP/,
    );
  });

  test("a file in a directory that is a file", async () => {
    await writeFile(join(directory, "file"), "");
    const storage = directoryStorage(join(directory, "file"));
    await expect(storage.read("a.bin")).rejects.toThrow(/ENOTDIR/);
    await expect(storage.write("a.bin", new Uint8Array(1))).rejects.toThrow(CheckpointError);
  });

  // Root may read everything.
  test.skipIf(process.getuid?.() === 0)("a file without access rights", async () => {
    await writeFile(join(directory, "a.bin"), "x");
    await chmod(join(directory, "a.bin"), 0);
    await expect(directoryStorage(directory).read("a.bin")).rejects.toThrow(/EACCES/);
  });
});
