import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCommand, type TestCommand } from "./testing/command.ts";
import { writeTinyData } from "./testing/tiny-data.ts";
import { writeTinyPairs } from "./testing/tiny-pairs.ts";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

let folder: string;
let command: TestCommand;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-readme-"));
  await writeTinyData(join(folder, "reviews"));
  await writeTinyPairs(join(folder, "pairs"));
  await copyFile(
    file("../../conformance/golden/pytorch/lstm_basic.json"),
    join(folder, "lstm.json"),
  );
  command = await buildCommand("readme");
});
afterAll(async () => {
  command.dispose();
  await rm(folder, { recursive: true });
});

test("the commands of the README run", async () => {
  const readme = await readFile(file("../README.md"), "utf8");
  const commands = (/```sh\n(.*?)```/su.exec(readme)?.[1] ?? "").trim().split("\n");
  expect(commands).toHaveLength(7);
  for (const line of commands) {
    const words = Array.from(
      line.matchAll(/"([^"]*)"|(\S+)/gu),
      ([, quoted, word]) => quoted ?? word ?? "",
    );
    const { code, stderr } = await command.run(words.slice(1), { cwd: folder });
    expect({ line, code, stderr: code === 0 ? "" : stderr }).toEqual({
      line,
      code: 0,
      stderr: "",
    });
  }
});
