import { cpu } from "@unroll/backend-cpu";
import { useBackend } from "@unroll/core";
import { beforeAll, expect, test } from "vitest";
import { EncodedTexts } from "./encoded-texts.ts";

beforeAll(() => useBackend(cpu()));

const encode = (text: string) => Array.from(text, Number);

test("texts keep their words and lengths", () => {
  const texts = new EncodedTexts(["12", "", "345"], encode);
  expect(texts.size).toBe(3);
  expect([0, 1, 2].map((i) => texts.length(i))).toEqual([2, 0, 3]);
  const { tokens, lengths } = texts.batch([2, 0, 1]);
  expect(tokens.dtype).toBe("int32");
  expect(tokens.arraySync()).toEqual([
    [3, 4, 5],
    [1, 2, 0],
    [0, 0, 0],
  ]);
  expect(lengths).toEqual([3, 2, 0]);
  tokens.dispose();
});

test("a batch of empty texts has one step", () => {
  const { tokens } = new EncodedTexts(["", ""], encode).batch([0, 1]);
  expect(tokens.shape).toEqual([2, 1]);
  tokens.dispose();
});

test("more words than fit at first", () => {
  const text = "123456789".repeat(500);
  const texts = new EncodedTexts([text, text], encode);
  const { tokens } = texts.batch([1]);
  expect(tokens.dataSync()).toEqual(Int32Array.from(encode(text)));
  tokens.dispose();
});
