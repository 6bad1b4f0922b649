import { expect, test } from "vitest";
import { excludes, expectKnown, expectUnsupported } from "./exclusion.ts";

const exclusion = { case: /^kernels > UnrollLstm/, reason: "no float textures" };

class Skipped extends Error {}
const skip = (note: string): never => {
  throw new Skipped(note);
};

test("an excluded case that fails is skipped with its reason", async () => {
  const run = () => Promise.reject(new Error("wrong result"));
  await expect(expectUnsupported(exclusion, run, skip)).rejects.toEqual(
    new Skipped("unsupported: no float textures"),
  );
});

test("an excluded case that passes is an error", async () => {
  const run = () => Promise.resolve();
  await expect(expectUnsupported(exclusion, run, skip)).rejects.toThrow(
    'This case passes now. Remove its exclusion ("no float textures")',
  );
});

test("a text excludes one case, a pattern all that match", () => {
  expect(excludes(exclusion, "kernels > UnrollLstmGrad")).toBe(true);
  expect(excludes({ case: "kernels > UnrollLstm", reason: "" }, "kernels > UnrollLstmGrad")).toBe(
    false,
  );
});

test("an exclusion of no case is an error", () => {
  expectKnown([exclusion], ["kernels > UnrollLstm"]);
  expect(() => expectKnown([exclusion], ["kernels > UnrollGru"])).toThrow("no case is named");
});
