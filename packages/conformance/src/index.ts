export type { CellKind, CellVariant, LayerOptions } from "./cells/cell-kind.ts";
export type { ReferenceCell } from "./reference/cell.ts";
export { type BackendUnderTest, testBackend, type Unsupported } from "./test-backend.ts";
export { type Tolerance, tolerances } from "./tolerances.ts";
