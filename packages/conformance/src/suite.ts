import type { Suite } from "./cases/case.ts";
import { everyVariant } from "./cells/cell-kind.ts";
import { cellKinds } from "./cells/table.ts";
import { allKernels } from "./kernels/all-kernels.ts";

/** The suite for a backend with these kernels. */
export interface BackendSuite extends Suite {
  /** The kernels of the contract that the backend does not have: core composes them of tfjs ops. */
  readonly composed: readonly string[];
}

/**
 * Selects what there is to test.
 *
 * @throws {Error} when a kernel is not in the contract, or is there twice
 */
export function suiteFor(backend: {
  name: string;
  kernels: readonly { name: string }[];
}): BackendSuite {
  const names = backend.kernels.map(({ name }) => name);
  const known = allKernels.map(({ kernel }) => kernel as string);
  const wrong = names.filter((name, k) => !known.includes(name) || names.indexOf(name) !== k);
  if (wrong.length > 0) {
    throw new Error(
      `testBackend: the kernels of "${backend.name}" must be some of ${known.join(", ")}, each once, ` +
        `got ${wrong.join(", ")}. Spell it as the contract does.`,
    );
  }
  const has = (name: string) => names.includes(name);
  return {
    cells: everyVariant(cellKinds),
    kernels: allKernels.filter(({ kernel }) => has(kernel)),
    composed: known.filter((name) => !has(name)),
    has,
  };
}
