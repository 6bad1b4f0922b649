import type { TestedCell } from "../cells/cell-kind.ts";
import type { KernelCase } from "../kernels/kernel-case.ts";
import type { Tolerance } from "../tolerances.ts";

/** What a case is given. */
export interface CaseContext {
  readonly tolerance: Tolerance;
  /** Ends the case with a note, when what it needs is not on this machine. */
  skip(note: string): never;
}

/** One thing a backend must do. */
export interface Case {
  readonly name: string;
  /** @throws {Error} when the backend does not do it */
  run(context: CaseContext): Promise<void> | void;
}

/** Cases under one heading. */
export interface Group {
  readonly name: string;
  /** Those that are for a backend with these kernels. */
  cases(suite: Suite): readonly Case[];
}

/** What is tested: all cells, and of the kernels those that the backend has. */
export interface Suite {
  readonly cells: readonly TestedCell[];
  readonly kernels: readonly KernelCase[];
  has(kernel: string): boolean;
}
