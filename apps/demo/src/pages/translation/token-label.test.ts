import { expect, test } from "vitest";
import { tokenLabel } from "./token-label.ts";

test.each([
  [" Wunder", "Wunder"],
  ["bar", "-bar"],
  ["ß", "-ß"],
  ["8", "-8"],
  [".", "."],
  [" (", "("],
  [" ", "␣"],
  ["<0xE2>", "<0xE2>"],
  ["[EOS]", "(end)"],
])("%j is shown as %j", (token, label) => {
  expect(tokenLabel(token)).toBe(label);
});
