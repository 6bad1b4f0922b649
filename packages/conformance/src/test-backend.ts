import { backend, memory } from "@tensorflow/tfjs-core";
import { type Backend, loadGradients, useBackend } from "@unroll/core";
import { beforeAll, describe, type TestContext, test } from "vitest";
import type { Case, Group, Tolerance } from "./cases/case.ts";
import { portableGroups } from "./cases/portable-groups.ts";
import { excludes, expectKnown, expectUnsupported, type Unsupported } from "./exclusion.ts";

export type { Unsupported } from "./exclusion.ts";

/** A backend to test. */
export interface BackendUnderTest {
  readonly name: string;
  make(): Backend;
  readonly tolerance: Tolerance;
  /** These cases run too: they must fail, and are reported as skipped with their reason. */
  readonly unsupported?: readonly Unsupported[];
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
  describe(`backend ${name}`, () => {
    beforeAll(async () => {
      await useBackend(make());
      await loadGradients();
    });

    for (const group of groups) {
      describe(group.name, () => {
        for (const each of group.cases) {
          const exclusion = unsupported.find((entry) => excludes(entry, fullName(group, each)));
          test(each.name, (context) => {
            const run = () => runCase(each, tolerance, context);
            return exclusion
              ? expectUnsupported(exclusion, run, (note) => context.skip(note))
              : run();
          });
        }
      });
    }

    test("every unsupported case exists", () => {
      const names = groups.flatMap((group) => group.cases.map((each) => fullName(group, each)));
      expectKnown(unsupported, names);
    });
  });
}

const fullName = (group: Group, { name }: Case) => `${group.name} > ${name}`;

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
