import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { directoryStorage } from "./directory-storage.ts";

const KILLS = 12;
// A dozen processes start one after the other, on a busy machine slowly.
const TIMEOUT_MS = 60_000;
const SMALLEST = 300_000;

// Writes files of one repeated byte: number n has 300,000 + n bytes of n.
const WRITER = `
import { directoryStorage } from "./directory-storage.js";
const storage = directoryStorage(process.argv[2]);
for (let n = Number(process.argv[3]); ; n = (n + 1) % 256) {
  await storage.write("model.safetensors", new Uint8Array(${SMALLEST} + n).fill(n));
  process.stdout.write(".");
}`;

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "unroll-kill-"));
  // Node 20 does not run TypeScript.
  await build({
    configFile: false,
    logLevel: "silent",
    build: {
      ssr: fileURLToPath(new URL("./directory-storage.ts", import.meta.url)),
      outDir: root,
      rollupOptions: { output: { entryFileNames: "directory-storage.js" } },
    },
  });
  await writeFile(join(root, "package.json"), '{"type":"module"}');
  await writeFile(join(root, "writer.js"), WRITER);
}, TIMEOUT_MS);
afterAll(() => rm(root, { recursive: true }));

test("a process killed while it writes leaves the old file or the new one, whole", {
  timeout: TIMEOUT_MS,
}, async () => {
  const directory = join(root, "files");
  const storage = directoryStorage(directory);
  let leftovers = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, [join(root, "writer.js"), directory, `${20 * kill}`]);
    const exit = once(child, "exit");
    await Promise.race([written(child, 1 + (kill % 3)), exit]);
    expect(child.exitCode, "the writer must not end by itself").toBe(null);
    // From there on, at different moments of a write that takes a few milliseconds.
    await setTimeout(kill % 4);
    child.kill("SIGKILL");
    await exit;

    const bytes = (await storage.read("model.safetensors")) as Uint8Array;
    const value = bytes[0] as number;
    expect(bytes.length).toBe(SMALLEST + value);
    expect(bytes.every((byte) => byte === value)).toBe(true);
    expect(value).toBeGreaterThanOrEqual(20 * kill);
    leftovers += (await readdir(directory)).length - 1;
  }
  // Else no kill came in the middle of a write, and nothing was tested.
  expect(leftovers).toBeGreaterThan(0);
  await storage.write("model.safetensors", new Uint8Array(1));
  expect(await readdir(directory)).toEqual(["model.safetensors"]);
});

/** Waits until the child has written so many files. */
async function written(child: ChildProcess, count: number): Promise<void> {
  let seen = 0;
  while (seen < count) {
    const [text] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
    seen += text.length;
  }
}
