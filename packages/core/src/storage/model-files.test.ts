import { expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { memoryStorage } from "./memory-storage.ts";
import { loadStateDict, matchStateDict, saveStateDict } from "./model-files.ts";
import { parseSafetensors } from "./safetensors.ts";

const tensors = {
  weight_ih_l0: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  steps: { shape: [], data: Int32Array.of(7) },
};

test("a state dict is saved and loaded", async () => {
  const storage = memoryStorage();
  await saveStateDict(storage, tensors);
  expect(Object.fromEntries(await loadStateDict(storage))).toEqual({
    weight_ih_l0: { dtype: "F32", ...tensors.weight_ih_l0 },
    steps: { dtype: "I32", ...tensors.steps },
  });
  const bytes = (await storage.read("model.safetensors")) as Uint8Array;
  expect(parseSafetensors(bytes, "m").metadata).toEqual({ format: "pt" });
});

test("under another name, as F16, with other metadata", async () => {
  const storage = memoryStorage();
  await saveStateDict(storage, tensors, {
    name: "o.safetensors",
    dtype: "F16",
    metadata: { step: "1" },
  });
  expect((await loadStateDict(storage, "o.safetensors")).get("weight_ih_l0")?.dtype).toBe("F16");
  await expect(loadStateDict(storage)).rejects.toThrow(
    "memory:model.safetensors: the file must be there",
  );
});

test("a damaged file is named", async () => {
  const storage = memoryStorage();
  await saveStateDict(storage, tensors);
  const bytes = (await storage.read("model.safetensors")) as Uint8Array;
  await storage.write("model.safetensors", bytes.slice(0, -1));
  await expect(loadStateDict(storage)).rejects.toThrow(
    /^memory:model\.safetensors: .*"steps".* damaged/,
  );
});

test("tensors that match are no error, whatever their order", () => {
  const actual = new Map([
    ["b", { shape: [] }],
    ["a", { shape: [2, 3] }],
  ]);
  expect(() => matchStateDict({ a: [2, 3], b: [] }, actual, "m")).not.toThrow();
});

test("missing, unexpected and wrongly shaped tensors are counted and named", () => {
  const expected = { a: [2, 3], b: [4], c: [], d: [1], e: [1], toString: [1] };
  const actual = new Map([
    ["a", { shape: [3, 2] }],
    ["b", { shape: [4] }],
    ["valueOf", { shape: [1] }],
  ]);
  expect(() => matchStateDict(expected, actual, "m.safetensors")).toThrow(
    new CheckpointError(
      "m.safetensors: the tensors must be the model's 6 parameters, got " +
        '4 missing ("c", "d", "e", ...); 1 unexpected ("valueOf"); ' +
        '1 of another shape ("a" [3,2] in place of [2,3]). ' +
        "Load the file into the model it was saved from.",
    ),
  );
});
