import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { directoryStorage } from "./directory-storage.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "unroll-storages-"));
});
afterAll(() => rm(root, { recursive: true }));

let count = 0;
const storages = {
  memoryStorage,
  directoryStorage: () => directoryStorage(join(root, `${count++}`, "made", "by", "write")),
};

// What every storage that can be written must do.
describe.each(Object.entries(storages))("%s", (_, make) => {
  test("a file that is not there", async () => {
    const storage = make();
    expect(await storage.read("a.bin")).toBeUndefined();
    await storage.remove("a.bin");
  });

  test("write, read, replace, remove", async () => {
    const storage = make();
    for (const content of [[1, 2, 3], [], [9]]) {
      await storage.write("a.bin", Uint8Array.from(content));
      expect(await storage.read("a.bin")).toEqual(Uint8Array.from(content));
    }
    expect(await storage.read("b.bin")).toBeUndefined();
    await storage.remove("a.bin");
    expect(await storage.read("a.bin")).toBeUndefined();
  });

  test("a view of a larger buffer: only what it shows", async () => {
    const storage = make();
    await storage.write("a.bin", Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
    expect(await storage.read("a.bin")).toEqual(Uint8Array.of(2, 3));
  });

  test("what is read is aligned, and the reader's own", async () => {
    const storage = make();
    const bytes = Uint8Array.of(1, 2, 3);
    await storage.write("a.bin", bytes);
    bytes.fill(0);
    const read = (await storage.read("a.bin")) as Uint8Array;
    expect(read.byteOffset % 8).toBe(0);
    read.fill(9);
    expect(await storage.read("a.bin")).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("writes at the same time: one of them whole", async () => {
    const storage = make();
    const contents = Array.from({ length: 20 }, (_, i) => new Uint8Array(1000 + i).fill(i));
    await Promise.all(contents.map((content) => storage.write("a.bin", content)));
    const read = (await storage.read("a.bin")) as Uint8Array;
    expect(contents).toContainEqual(read);
  });

  test("a limit", async () => {
    const storage = make();
    await storage.write("a.bin", new Uint8Array(10));
    expect(await storage.read("a.bin", 10)).toHaveLength(10);
    const error = await storage.read("a.bin", 9).catch((reason) => reason);
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.message).toContain(
      `${storage.describe("a.bin")}: the file must be at most 9 bytes, got 10.`,
    );
  });

  test.each([
    "",
    ".",
    "..",
    "../a",
    "a/b",
    "a\\b",
    "/etc/passwd",
    "C:a",
    ".hidden",
    "-rf",
    "a\0b",
    "a\n",
    "ü",
    "a".repeat(129),
  ])("the name %j is refused", async (name) => {
    const storage = make();
    const message = /Storage\.(read|write|remove): a file name must be .+, got ".*\. Pass .+\.$/;
    for (const action of [
      storage.read(name),
      storage.write(name, new Uint8Array(1)),
      storage.remove(name),
    ]) {
      await expect(action).rejects.toThrow(message);
    }
  });
});
