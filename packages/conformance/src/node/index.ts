import { onnx } from "../cases/onnx.ts";
import { portableGroups } from "../cases/portable-groups.ts";
import { type BackendUnderTest, registerGroups } from "../test-backend.ts";

export type { CellKind, CellVariant, LayerOptions } from "../cells/cell-kind.ts";
export type { ReferenceCell } from "../reference/cell.ts";
export type { BackendUnderTest, Unsupported } from "../test-backend.ts";
export { type Tolerance, tolerances } from "../tolerances.ts";

/** Registers vitest tests for everything a backend must do, those that read files among them. */
export function testBackend(tested: BackendUnderTest): void {
  registerGroups(tested, [...portableGroups, onnx]);
}
