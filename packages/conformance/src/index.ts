export type { Tolerance } from "./cases/case.ts";
export { type BackendUnderTest, testBackend, type Unsupported } from "./test-backend.ts";
export { tolerances } from "./tolerances.ts";
