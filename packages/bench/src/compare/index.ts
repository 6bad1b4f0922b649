export { parseCase } from "../cases/parse-case.ts";
export type { Work } from "../cases/work.ts";
export type { Times } from "../measure/summarize.ts";
export { threeDigits } from "../report/figures.ts";
export { compareBackends } from "./compare-backends.ts";
