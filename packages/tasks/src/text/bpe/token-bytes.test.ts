import fc from "fast-check";
import { expect, test } from "vitest";
import { BYTE_ALPHABET, byteOf } from "./byte-alphabet.ts";
import { TokenBytes } from "./token-bytes.ts";

const SPECIALS = ["[PAD]", "[BOS]", "[EOS]"];
const byteIds = new Map(BYTE_ALPHABET.map((char, id) => [byteOf(char), SPECIALS.length + id]));
const tokens = new TokenBytes([...SPECIALS, ...BYTE_ALPHABET], SPECIALS.length);
const idsOf = (...bytes: number[]) => bytes.map((byte) => byteIds.get(byte) as number);

test("the alphabet is GPT-2's", () => {
  expect(BYTE_ALPHABET).toHaveLength(256);
  expect([" ", "\n", "!", "\u00ad", "ÿ"].map((char) => byteIds.get(char.charCodeAt(0)))).toEqual(
    ["Ġ", "Ċ", "!", "Ń", "ÿ"].map((char) => SPECIALS.length + BYTE_ALPHABET.indexOf(char)),
  );
});

test("special tokens are no text, and an unfinished character is U+FFFD", () => {
  expect(tokens.decode([1, ...idsOf(0xc3), 0, ...idsOf(0xbc, 0x41), 2])).toBe("üA");
  expect(tokens.decode(idsOf(0xe2, 0x80))).toBe("\ufffd");
  expect(tokens.decode(idsOf(0xe2, 0x41, 0xff))).toBe("\ufffdA\ufffd");
  expect(tokens.decode([])).toBe("");
});

test("a stream gives out characters when they are whole", () => {
  const stream = tokens.stream();
  expect(idsOf(0x41, 0xe2, 0x82, 0xac, 0xe2).map((id) => stream.push(id))).toEqual([
    "A",
    "",
    "",
    "€",
    "",
  ]);
  expect(stream.push(2)).toBe("");
  expect(stream.end()).toBe("\ufffd");
});

test("a stream of any tokens is their text", () => {
  const ids = fc.array(fc.nat({ max: SPECIALS.length + 255 }), { maxLength: 40 });
  fc.assert(
    fc.property(ids, (ids) => {
      const stream = tokens.stream();
      const text = ids.map((id) => stream.push(id)).join("");
      expect(text + stream.end()).toBe(tokens.decode(ids));
    }),
    { seed: 1 },
  );
});

test.each([
  [[0x41], "A"],
  [[0x20, 0xc3, 0xa9, 0xe2, 0x82], " é<0xE2><0x82>"],
  [[0x82, 0xac, 0x21], "<0x82><0xAC>!"],
  [[0xef, 0xbb, 0xbf, 0xf0, 0x9f, 0x91, 0x8d], "\ufeff👍"],
  [[0xff, 0x09, 0xf0, 0x9f, 0x41], "<0xFF>\t<0xF0><0x9F>A"],
])("people read the bytes %j as %j", (bytes, text) => {
  const token = idsOf(...bytes).map((id) => BYTE_ALPHABET[id - SPECIALS.length]);
  expect(new TokenBytes([token.join("")], 0).piece(0)).toBe(text);
});

test("people read special tokens by their names", () => {
  expect([0, 1, 2].map((id) => tokens.piece(id))).toEqual(SPECIALS);
});

test.each([259, -1, 0.5, Number.NaN])("%j is no token", (id) => {
  expect(() => tokens.decode([id])).toThrow(`must be an integer from 0 to 258, got ${id}`);
  expect(() => tokens.piece(id)).toThrow("got");
  expect(() => tokens.stream().push(id)).toThrow("got");
});
