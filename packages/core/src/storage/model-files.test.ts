import { expect, test } from "vitest";
import { loadStateDict } from "./load-state-dict.ts";
import { memoryStorage } from "./memory-storage.ts";
import { saveStateDict } from "./model-files.ts";
import { parseSafetensors } from "./safetensors.ts";

const tensors = {
  weight_ih_l0: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  steps: { shape: [], data: Int32Array.of(7) },
};

test("a state dict is saved and loaded", async () => {
  const storage = memoryStorage();
  await saveStateDict(storage, tensors);
  expect(Object.fromEntries((await loadStateDict(storage)).tensors)).toEqual({
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
  const { tensors: halves } = await loadStateDict(storage, { file: "o.safetensors" });
  expect(halves.get("weight_ih_l0")).toMatchObject({ dtype: "F16" });
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
