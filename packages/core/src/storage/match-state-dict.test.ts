import { expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { matchStateDict } from "./match-state-dict.ts";

test("tensors that match are no error, whatever their order", () => {
  const actual = new Map([
    ["b", { shape: [] }],
    ["a", { shape: [2, 3] }],
  ]);
  expect(matchStateDict({ a: [2, 3], b: [] }, actual, "m")).toEqual({
    loaded: ["a", "b"],
    missing: [],
    unexpected: [],
  });
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
        "Load the file into the model it was saved from, or see the options prefix, rename and strict.",
    ),
  );
});

test("without strict only another shape is an error, and a file with nothing of the model", () => {
  const actual = new Map([
    ["a", { shape: [2, 3] }],
    ["z", { shape: [9] }],
  ]);
  expect(matchStateDict({ a: [2, 3], b: [] }, actual, "m", false)).toEqual({
    loaded: ["a"],
    missing: ["b"],
    unexpected: ["z"],
  });
  const match = (expected: Record<string, number[]>) => () =>
    matchStateDict(expected, actual, "m", false);
  expect(match({ a: [3, 2] })).toThrow('1 of another shape ("a" [2,3] in place of [3,2])');
  expect(match({ "rnn.a": [2, 3] })).toThrow('got 1 missing ("rnn.a"); 2 unexpected ("a", "z")');
});
