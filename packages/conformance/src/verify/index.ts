export { type Acceptance, accepted, type Comparison, type Errors, measure } from "./errors.ts";
export { acceptance, compareFile, type Verification, verifyFile } from "./verify-file.ts";
