import { expect, test } from "vitest";
import { allCases, defaultCases } from "./all-cases.ts";
import { chooseWorks } from "./choose-works.ts";
import { parseCase } from "./parse-case.ts";
import { caseName } from "./work.ts";

const names = (patterns?: string[], modes?: Parameters<typeof chooseWorks>[1]) =>
  chooseWorks(patterns, modes).map((work) => `${caseName(work)} ${work.mode}`);

test("every case has works of its name", () => {
  for (const name of allCases) {
    const works = parseCase(name) ?? [];
    expect(works.length).toBeGreaterThan(0);
    expect(new Set(works.map(caseName))).toEqual(new Set([name]));
  }
});

test("the default cases are among all", () => {
  expect(allCases).toEqual(expect.arrayContaining([...defaultCases]));
  expect(new Set(names())).toContain("gru/1x100x64x128 training");
});

test("a star stands for any part; no work comes twice", () => {
  expect(names(["product/*t", "product/*/tt"])).toEqual([
    "product/600x128x512/nt product",
    "product/600x128x512/tt product",
  ]);
  expect(names(["gru/*x64x128"], ["step", "training"])).toEqual([
    "gru/32x100x64x128 training",
    "gru/1x100x64x128 training",
    "gru/1x1x64x128 step",
  ]);
});

test("a whole name may have any sizes", () => {
  expect(names(["lstm/2x3x4x5", "elman/2x1x4x5"])).toEqual([
    "lstm/2x3x4x5 inference",
    "lstm/2x3x4x5 training",
    "elman/2x1x4x5 step",
  ]);
  expect(chooseWorks(["product/2x3x4/tn"], undefined)).toEqual([
    {
      kind: "product",
      mode: "product",
      rows: 2,
      depth: 3,
      width: 4,
      transposeA: true,
      transposeB: false,
    },
  ]);
  expect(chooseWorks(["translation/4x3x2-5x8x30"], undefined)).toEqual([
    {
      kind: "translation",
      mode: "training",
      batch: 4,
      source: { least: 3, most: 3 },
      target: { least: 2, most: 5 },
      size: 8,
      vocabulary: 30,
    },
  ]);
});

test.each(["lstm", "rnn/*", "lstm/0x1x2x3", "product/2x3x4", "lstm.*", "translation/4x3x5-2x8x30"])(
  "%s is refused",
  (name) => {
    expect(() => chooseWorks([name], undefined)).toThrow(
      `--cases: a pattern must match a case such as lstm/32x100x64x128, got "${name}"`,
    );
  },
);
