import { expect, test } from "vitest";
import { Downloads } from "./downloads.ts";

test("sums what is here of all files", () => {
  const downloads = new Downloads();
  expect([downloads.share, downloads.inWords]).toEqual([undefined, ""]);
  downloads.note({ name: "tokenizer.json", bytes: 200_000, total: 200_000 });
  downloads.note({ name: "model.safetensors", bytes: 300_000, total: 1_200_000 });
  downloads.note({ name: "model.safetensors", bytes: 500_000, total: 1_200_000 });
  expect([downloads.share, downloads.inWords]).toEqual([0.5, "0.7 of 1.4 MB"]);
});

test("counts a file whose size is not known as what is here of it", () => {
  const downloads = new Downloads();
  downloads.note({ name: "compressed.json", bytes: 200_000, total: undefined });
  downloads.note({ name: "model.safetensors", bytes: 400_000, total: 800_000 });
  expect([downloads.share, downloads.inWords]).toEqual([0.6, "0.6 of 1.0 MB"]);
});

test("knows no share where the largest file does not say its size", () => {
  const downloads = new Downloads();
  downloads.note({ name: "a", bytes: 500_000, total: 500_000 });
  downloads.note({ name: "b", bytes: 1_000_000, total: undefined });
  expect([downloads.share, downloads.inWords]).toEqual([undefined, "1.5 MB"]);
});
