import {
  compareBackends,
  parseCase,
  type Times,
  threeDigits,
  type Work,
} from "@unroll/bench/compare";
import { BackendError } from "@unroll/core";
import { backendNames, startBackend } from "../backends.ts";
import { printJson, printLine, printProgress } from "../output.ts";

export interface BenchOptions {
  /** Undefined: all that start here. */
  backends?: string[];
  cases: string[];
  json: boolean;
}

/** Times every case in each of its modes on all backends, and prints the times and their ratios. */
export async function compareCases({ backends, cases, json }: BenchOptions): Promise<void> {
  const names = backends ?? (await thoseThatStart());
  for (const name of cases) {
    for (const work of parseCase(name) ?? []) {
      const times = await compareBackends(work, names, startBackend);
      print(name, work, names, times, json);
    }
  }
}

/** Without --backends one that cannot run here is said and left out. */
async function thoseThatStart(): Promise<string[]> {
  const names: string[] = [];
  for (const name of backendNames) {
    try {
      await startBackend(name);
      names.push(name);
    } catch (error) {
      if (!(error instanceof BackendError)) {
        throw error;
      }
      printProgress(`unroll: ${name} is left out: ${error.message}`);
    }
  }
  return names;
}

/** `ratio` is how many times as fast a backend is as the slowest. */
function print(
  name: string,
  { mode }: Work,
  backends: readonly string[],
  times: readonly Times[],
  json: boolean,
): void {
  const slowest = Math.max(...times.map(({ ms }) => ms));
  const last = backends[times.findIndex(({ ms }) => ms === slowest)];
  for (const [place, { ms, spread, samples }] of times.entries()) {
    const backend = backends[place] as string;
    const ratio = slowest / ms;
    if (json) {
      printJson({ case: name, mode, backend, ms, ratio, spread, samples });
      continue;
    }
    const compared = ms === slowest ? "" : `  ${threeDigits(ratio)} times as fast as ${last}`;
    const figures = `${threeDigits(ms).padStart(7)} ms`;
    printLine(`${name}  ${mode.padEnd(9)}  ${backend.padEnd(5)} ${figures}${compared}`);
  }
}
