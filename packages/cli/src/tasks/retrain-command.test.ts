import type { Task } from "@unroll/tasks";
import { expect, test } from "vitest";
import { majority } from "../testing/majority/task.ts";
import { retrainCommand, useCommand } from "./retrain-command.ts";

const found = { called: "majority", task: majority as unknown as Task };

const options = {
  data: "reviews",
  out: "it's mine",
  backend: "wasm",
  seed: 3,
  checkpointEvery: 200,
  dtype: "F16",
  resume: true,
  json: true,
} as const;

test("what is as usual is left out, and what a shell would split is quoted", () => {
  expect(retrainCommand(found, options, false)).toBe(
    "unroll train majority --data reviews --out 'it'\\''s mine' --seed 3",
  );
});

test("all that shapes the result is in it", () => {
  const more = {
    recipe: "r.json",
    about: "a.md",
    epochs: 4,
    hiddenSize: 6,
    backend: "cpu",
    dtype: "F32",
  } as const;
  expect(retrainCommand(found, { ...options, out: "m", ...more, checkpointEvery: 50 }, true)).toBe(
    "unroll train majority --data reviews --out m --backend cpu --recipe r.json --about a.md --epochs 4 --hidden-size 6 " +
      "--seed 3 --checkpoint-every 50 --dtype F32 --resume",
  );
});

test("the command that tries a model", () => {
  expect(useCommand("sentiment", options, '"good film"')).toBe(
    "unroll run sentiment --model 'it'\\''s mine' \"good film\"",
  );
});
