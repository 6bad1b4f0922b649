import type { Suite } from "./cases/case.ts";
import { type CellKind, everyVariant } from "./cells/cell-kind.ts";
import { cellKinds } from "./cells/table.ts";
import { allKernels } from "./kernels/all-kernels.ts";
import { cellKernels, hasKernels } from "./kernels/cell-kernels.ts";

/** The suite for a backend with these kernels. */
export interface BackendSuite extends Suite {
  /** The kernels of the contract that the backend does not have: core composes them of tfjs ops. */
  readonly composed: readonly string[];
}

/**
 * Selects what there is to test.
 *
 * @param own  cells besides those of the table, and their kernels
 * @throws {Error} when a kernel is not in the contract, or is there twice
 */
export function suiteFor(
  backend: { name: string; kernels: readonly { name: string }[] },
  own: readonly CellKind[] = [],
): BackendSuite {
  const all = [...allKernels, ...own.filter(hasKernels).flatMap(cellKernels)];
  const names = backend.kernels.map(({ name }) => name);
  const known = all.map(({ kernel }) => kernel as string);
  const wrong = names.filter((name, k) => !known.includes(name) || names.indexOf(name) !== k);
  if (wrong.length > 0) {
    throw new Error(
      `testBackend: the kernels of "${backend.name}" must be some of ${known.join(", ")}, each once, ` +
        `got ${wrong.join(", ")}. Spell it as the contract does, or name the cell it is for in cells.`,
    );
  }
  const has = (name: string) => names.includes(name);
  return {
    cells: everyVariant([...cellKinds, ...own]),
    kernels: all.filter(({ kernel }) => has(kernel)),
    composed: known.filter((name) => !has(name)),
    has,
  };
}
