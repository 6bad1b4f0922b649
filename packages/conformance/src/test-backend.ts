import { backend, memory } from "@tensorflow/tfjs-core";
import { type Backend, hasKernel, type KernelName, loadGradients, useBackend } from "@unroll/core";
import { beforeAll, describe, expect, type TestContext, test } from "vitest";
import type { Case, Group } from "./cases/case.ts";
import { portableGroups } from "./cases/portable-groups.ts";
import type { CellKind } from "./cells/cell-kind.ts";
import { excludes, expectKnown, expectUnsupported, type Unsupported } from "./exclusion.ts";
import { suiteFor } from "./suite.ts";
import type { Tolerance } from "./tolerances.ts";

export type { Unsupported } from "./exclusion.ts";

/** A backend to test. */
export interface BackendUnderTest {
  readonly name: string;
  make(): Backend;
  readonly tolerance: Tolerance;
  /** These cases run too: they must fail, and are reported as skipped with their reason. */
  readonly unsupported?: readonly Unsupported[];
  /** Cells of your own, which are tested as ours are; their kernels may be among the backend's. */
  readonly cells?: readonly CellKind[];
}

/**
 * Registers vitest tests for everything a backend must do and that needs no file system, in Node
 * or in a browser.
 */
export function testBackend(tested: BackendUnderTest): void {
  registerGroups(tested, portableGroups);
}

/** Registers vitest tests for these groups of cases. */
export function registerGroups(tested: BackendUnderTest, groups: readonly Group[]): void {
  const { name, make, tolerance, unsupported = [] } = tested;
  const made = make();
  const suite = suiteFor(made, tested.cells);
  const cases = groups.map((group) => ({ group: group.name, cases: group.cases(suite) }));
  describe(`backend ${name}`, () => {
    beforeAll(async () => {
      await useBackend(made);
      await loadGradients();
    });

    for (const { group, cases: each } of cases.filter((any) => any.cases.length > 0)) {
      describe(group, () => {
        for (const one of each) {
          const exclusion = unsupported.find((entry) => excludes(entry, `${group} > ${one.name}`));
          test(one.name, (context) => {
            const run = () => runCase(one, tolerance, context);
            return exclusion
              ? expectUnsupported(exclusion, run, (note) => context.skip(note))
              : run();
          });
        }
      });
    }

    test("every unsupported case exists", () => {
      const names = cases.flatMap(({ group, cases }) =>
        cases.map((one) => `${group} > ${one.name}`),
      );
      expectKnown(unsupported, names);
    });

    test(`composed of tfjs ops: ${suite.composed.join(", ") || "nothing"}`, () => {
      const has = (kernel: string) => hasKernel(kernel as KernelName);
      expect(suite.composed.filter(has)).toEqual([]);
      expect(suite.kernels.filter(({ kernel }) => !has(kernel))).toEqual([]);
    });
  });
}

/** Runs a case, and counts what is on the backend before and after it. */
async function runCase(each: Case, tolerance: Tolerance, context: TestContext): Promise<void> {
  const before = census();
  await each.run({ tolerance, skip: (note) => context.skip(note) });
  const after = census();
  if (after !== before) {
    throw new Error(`${each.name}: must leave ${before}, got ${after}. Something is not disposed.`);
  }
}

/** Tensors and their buffers as tfjs counts them, and the buffers that the backend itself holds. */
function census(): string {
  const { numTensors, numDataBuffers } = memory();
  return `${numTensors} tensors in ${numDataBuffers} buffers, ${backend().numDataIds()} on the backend`;
}
