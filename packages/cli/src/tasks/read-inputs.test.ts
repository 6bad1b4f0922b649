import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataFile, InputKinds } from "@unroll/tasks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readInputs } from "./read-inputs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-inputs-"));
  await writeFile(join(folder, "clip.npy"), "frames");
});
afterAll(() => rm(folder, { recursive: true }));

async function inputsOf(kind: keyof InputKinds, ...args: string[]): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const { inputs } of readInputs(kind, args)) all.push(...inputs);
  return all;
}

test("texts are taken as they are", async () => {
  expect(await inputsOf("texts", "a  b", "")).toEqual(["a  b", ""]);
});

test("numbers stand between commas or spaces", async () => {
  expect(await inputsOf("numbers", "1, -2.5e1  3", " ")).toEqual([[1, -25, 3], []]);
  await expect(inputsOf("numbers", "1 two")).rejects.toThrow(/must be numbers .*, got "1 two"/);
});

test("files are opened, and never lines of standard input", async () => {
  const [file] = (await inputsOf("files", join(folder, "clip.npy"))) as DataFile[];
  expect(file?.name).toBe("clip.npy");
  expect(new TextDecoder().decode(await file?.read())).toBe("frames");
  await expect(inputsOf("files", folder)).rejects.toThrow(/must be a file, got the folder/);
  await expect(inputsOf("files")).rejects.toThrow(/at least one file, got none/);
});
