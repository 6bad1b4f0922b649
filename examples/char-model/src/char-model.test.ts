import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

let folder: string;
const argv = process.argv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "char-model-"));
  // 9 of 10 train: 21 characters a row, one batch an epoch.
  await writeFile(join(folder, "text.txt"), "to be, or not to be: ".repeat(40));
});

afterAll(async () => {
  process.argv = argv;
  await rm(folder, { recursive: true });
});

/** Runs the program and returns what it prints. */
async function run(epochs: number): Promise<string[]> {
  process.argv = ["node", "char-model.js", join(folder, "text.txt"), folder, `${epochs}`];
  const printed: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...args) => {
    printed.push(format(...args));
  });
  vi.resetModules();
  await import("./char-model.ts").finally(() => log.mockRestore());
  return printed;
}

test("it learns, writes as much as it is asked to, and goes on from its checkpoint", async () => {
  const first = await run(10);
  expect(first).toHaveLength(10);
  const bits = first.map((line) => Number(/: (.*) bits/.exec(line)?.[1]));
  expect(bits[0]).toBeGreaterThan(2.5);
  expect(bits[9]).toBeLessThan(0.8 * (bits[0] as number));
  expect(first[9]).toMatch(/^epoch 10: \d\.\d{3} bits a character\nt[a-z ,:]{200}\n$/);
  expect(await readdir(folder)).toContain("checkpoint.safetensors");
  const second = await run(11);
  expect(second.map((line) => line.split(":")[0])).toEqual(["epoch 11"]);
});
