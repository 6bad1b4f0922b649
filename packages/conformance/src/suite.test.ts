import type { KernelName } from "@unroll/core";
import { expect, test } from "vitest";
import { finiteDifferences } from "./cases/finite-differences.ts";
import { cells } from "./cells/table.ts";
import { suiteFor } from "./suite.ts";

const backend = (...names: string[]) => ({
  name: "mine",
  kernels: names.map((name) => ({ name })),
});

test("what a backend has is tested, what it lacks is listed", () => {
  const { kernels, composed, has } = suiteFor(backend("UnrollLerp", "UnrollLstm"));
  expect(kernels.map(({ kernel }) => kernel)).toEqual(["UnrollLstm", "UnrollLerp"]);
  expect(composed).toContain("UnrollLstmGrad");
  expect(composed).not.toContain("UnrollLstm");
  expect([has("UnrollLstm"), has("UnrollLstmGrad")]).toEqual([true, false]);
});

test("a gradient is tested where both of its kernels are there", () => {
  const cases = (...names: string[]) =>
    finiteDifferences.cases(suiteFor(backend(...names))).map(({ name }) => name);
  expect(cases("UnrollLstm", "UnrollGruGrad")).toEqual([]);
  expect(cases("UnrollLstm", "UnrollLstmGrad")).toEqual([
    "LSTM, loss on the outputs only",
    "LSTM, loss on the final state only",
    "LSTM, loss on both",
  ]);
});

test("a cell of one's own is tested as ours are, its kernels too", () => {
  const kernels = { forward: "MyLstm" as KernelName, gradient: "MyLstmGrad" as KernelName };
  const suite = suiteFor(backend("MyLstm", "MyLstmGrad"), [
    { ...cells.lstm, name: "Mine", kernels },
  ]);
  expect(suite.kernels.map(({ kernel }) => kernel)).toEqual(["MyLstm", "MyLstmGrad"]);
  expect(suite.cells.map(({ name }) => name)).toContain("Mine");
  expect(finiteDifferences.cases(suite)[0]?.name).toBe("Mine, loss on the outputs only");
});

test.each([
  [["UnrollLstm", "UnrollLtsm"], "got UnrollLtsm."],
  [["UnrollLstm", "UnrollGru", "UnrollLstm"], "got UnrollLstm."],
])("a kernel of no contract, or there twice, is an error: %j", (names, message) => {
  expect(() => suiteFor(backend(...names))).toThrow(message);
});
