export { type BackendUnderTest, testBackend, type Unsupported } from "./test-backend.ts";
export { type Tolerance, tolerances } from "./tolerances.ts";
