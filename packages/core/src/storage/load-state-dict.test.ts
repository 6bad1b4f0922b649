import { describe, expect, test } from "vitest";
import { loadStateDict, type StateSource } from "./load-state-dict.ts";
import { memoryStorage } from "./memory-storage.ts";
import { parseSafetensors } from "./safetensors.ts";
import { writeSafetensors } from "./safetensors-writer.ts";

const vector = (...values: number[]) => ({
  shape: [values.length],
  data: Float32Array.from(values),
});
const file = (metadata?: Record<string, string>) =>
  writeSafetensors(
    new Map([
      ["encoder.lstm.bias", vector(1, 2)],
      ["encoder.embedding", vector(3)],
      ["decoder.lstm.bias", vector(4, 5)],
    ]),
    metadata,
  );
const names = async (...args: Parameters<typeof loadStateDict>) =>
  [...(await loadStateDict(...args)).tensors.keys()].sort();

test("a storage, bytes and what was read of them are the same", async () => {
  const storage = memoryStorage();
  await storage.write("model.safetensors", file());
  const bytes = file();
  const read = parseSafetensors(bytes, "m");
  for (const source of [storage, bytes, Uint8Array.from(bytes).buffer, Buffer.from(bytes), read]) {
    const { tensors } = await loadStateDict(source);
    expect(tensors.get("encoder.lstm.bias")).toMatchObject(vector(1, 2));
    expect(tensors.size).toBe(3);
  }
});

test("values from anywhere need neither a file nor a dtype", async () => {
  const { tensors, where } = await loadStateDict({ tensors: new Map([["a", vector(1)]]) });
  expect(tensors.get("a")).toEqual(vector(1));
  expect(where).toBe("the state dict");
});

describe("names", () => {
  test("a prefix takes a part of the file and is cut off", async () => {
    expect(await names(file(), { prefix: "encoder." })).toEqual(["embedding", "lstm.bias"]);
  });

  test("a function renames, and leaves what it gives no name", async () => {
    const rename = (name: string) =>
      name === "embedding" ? undefined : name.replace("lstm.", "rnn.");
    expect(await names(file(), { prefix: "encoder.", rename })).toEqual(["rnn.bias"]);
  });

  test("a map renames what is in it", async () => {
    const rename = { "encoder.embedding": "toString", "decoder.lstm.bias": undefined };
    expect(await names(file(), { rename })).toEqual(["encoder.lstm.bias", "toString"]);
  });

  test("two tensors of one name are refused", async () => {
    await expect(loadStateDict(file(), { rename: () => "a" })).rejects.toThrow(
      'the bytes: every tensor must have a name of its own, got two that are named "a", one of them from',
    );
  });

  test("the names of shared tensors in the metadata follow, other entries stay", async () => {
    const metadata = {
      format: "pt",
      "encoder.tied": "encoder.embedding",
      tied: "decoder.lstm.bias",
    };
    const read = await loadStateDict(file(metadata), { prefix: "encoder." });
    expect(read.metadata).toEqual({ format: "pt", tied: "embedding" });
  });
});

test.each([
  ["https://example.org/", '"https://example.org/"'],
  [undefined, "undefined"],
  [{ a: vector(1) }, "{"],
])("%j is no source", async (source, actual) => {
  await expect(loadStateDict(source as unknown as StateSource)).rejects.toThrow(
    `loadStateDict: the source must be a storage, the bytes of a safetensors file or { tensors } as a Map, got ${actual}`,
  );
});
