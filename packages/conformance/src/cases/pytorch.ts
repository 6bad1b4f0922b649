import { goldenFiles } from "../goldens/golden-files.ts";
import type { Tolerance } from "../tolerances.ts";
import { accepted, type Comparison, compareFile, measure } from "../verify/index.ts";
import type { Group } from "./case.ts";

/**
 * PyTorch's own results: outputs, final states, every gradient, cross-entropy, and training runs.
 * The files are those of golden/pytorch; `unroll verify` reads them the same way.
 */
export const pytorch: Group = {
  name: "PyTorch's results",
  cases: () =>
    goldenFiles("pytorch").map(({ name, load }) => ({
      name,
      async run({ tolerance }) {
        for (const comparison of await compareFile(await load(), name)) {
          expectAccepted(comparison, tolerance);
        }
      },
    })),
};

/** @throws {Error} that names the tensor and its largest errors */
export function expectAccepted(comparison: Comparison, { golden, trajectory }: Tolerance): void {
  const acceptance =
    comparison.kind === "trajectory"
      ? { absolute: 0, relative: trajectory }
      : { absolute: golden, relative: golden };
  if (accepted(comparison, acceptance)) return;
  const { maxAbsError, maxRelError } = measure(comparison);
  throw new Error(
    `${comparison.name}: errors up to ${maxAbsError}, relative ${maxRelError}; ` +
      `allowed: ${acceptance.absolute} + ${acceptance.relative} * |expected|.`,
  );
}
