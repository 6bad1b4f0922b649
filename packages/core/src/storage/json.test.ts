import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { readJson, readOptionalJson, writeJson } from "./json.ts";
import { memoryStorage } from "./memory-storage.ts";

const schema = v.object({
  hiddenSize: v.pipe(v.number(), v.integer(), v.minValue(1)),
  model: v.optional(
    v.strictObject({
      seed: v.pipe(
        v.number(),
        v.check((n) => n % 2 === 0, "odd"),
      ),
    }),
  ),
  layers: v.array(v.object({ kind: v.picklist(["lstm", "gru"]) })),
});
const config = { hiddenSize: 4, layers: [{ kind: "lstm" as const }, { kind: "gru" as const }] };

async function errorOf(content: string | Uint8Array): Promise<string> {
  const storage = memoryStorage();
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await storage.write("config.json", bytes);
  const error = await readJson(storage, "config.json", schema).catch((reason) => reason);
  expect(error).toBeInstanceOf(CheckpointError);
  expect(error.message).toMatch(/^memory:config\.json: .+ must be .+, got.+\. .+\.$/);
  return error.message;
}

test("what is written is read, typed by the schema", async () => {
  const storage = memoryStorage();
  await writeJson(storage, "config.json", config);
  const read: v.InferOutput<typeof schema> = await readJson(storage, "config.json", schema);
  expect(read).toEqual(config);
  expect(new TextDecoder().decode(await storage.read("config.json"))).toMatch(
    /^{\n {2}"hidden.*}\n$/s,
  );
});

test("a byte order mark, as Windows editors write it, is no error", async () => {
  const storage = memoryStorage();
  await storage.write("config.json", new TextEncoder().encode(`\ufeff${JSON.stringify(config)}`));
  expect(await readJson(storage, "config.json", schema)).toEqual(config);
});

test("an absent file", async () => {
  const storage = memoryStorage();
  expect(await readOptionalJson(storage, "config.json", schema)).toBeUndefined();
  await expect(readJson(storage, "config.json", schema)).rejects.toThrow(
    "memory:config.json: the file must be there, got none.",
  );
});

describe("a file that is wrong", () => {
  test.each([
    ["empty", "", "got an empty file"],
    ["cut off", '{"hiddenSize": 4', "must be JSON in UTF-8"],
    ["a page", "<!doctype html>", "must be JSON in UTF-8"],
    ["not UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "got other bytes"],
    ["not an object", "4", "the file must be Object, got 4"],
    ["a missing key", '{"layers":[]}', 'key "hiddenSize" must be there, got none'],
    ["a wrong type", '{"hiddenSize":"4","layers":[]}', 'key "hiddenSize" must be number, got "4"'],
    ["out of range", '{"hiddenSize":0,"layers":[]}', 'key "hiddenSize" must be >=1, got 0'],
    [
      "an unknown key",
      '{"hiddenSize":4,"layers":[],"model":{"seed":2,"x":1}}',
      'key "model.x" must be absent, got "x"',
    ],
    [
      "a check of the schema",
      '{"hiddenSize":4,"layers":[],"model":{"seed":1}}',
      'key "model.seed" must be valid, got 1: odd',
    ],
    [
      "deep inside",
      '{"hiddenSize":4,"layers":[{"kind":"lstm"},{"kind":"cnn"}]}',
      'key "layers.1.kind" must be ("lstm" | "gru"), got "cnn"',
    ],
    [
      "thousands of levels of lists",
      `{"hiddenSize":${"[".repeat(1e5)}${"]".repeat(1e5)},"layers":[]}`,
      'key "hiddenSize" must be number, got a deeply nested list',
    ],
    [
      "thousands of levels of objects",
      `{"hiddenSize":${'{"a":'.repeat(1e5)}0${"}".repeat(1e5)},"layers":[]}`,
      'key "hiddenSize" must be number, got a deeply nested object',
    ],
  ])("%s", async (_, content, message) => {
    expect(await errorOf(content)).toContain(message);
  });

  test("nested 100,000 deep", async () => {
    expect(await errorOf("[".repeat(1e5))).toContain("must be JSON in UTF-8");
    expect(await errorOf("[".repeat(1e5) + "]".repeat(1e5))).toContain("must be there");
  });

  test("above the limit", async () => {
    expect(await errorOf(new Uint8Array(64 * 2 ** 20 + 1))).toContain("at most 67108864 bytes");
  });

  test("__proto__ changes nothing", async () => {
    const storage = memoryStorage();
    const text = `{"__proto__":{"polluted":true},"hiddenSize":4,"layers":[]}`;
    await storage.write("config.json", new TextEncoder().encode(text));
    const read = await readJson(storage, "config.json", schema);
    expect("polluted" in read).toBe(false);
  });
});

test("a number that JSON cannot hold is not written as null", async () => {
  const storage = memoryStorage();
  await expect(writeJson(storage, "history.json", { loss: [1, Number.NaN] })).rejects.toThrow(
    'memory:history.json: key "1" must be a finite number, got NaN.',
  );
});
