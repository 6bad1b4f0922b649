import { cpus } from "node:os";
import type { Contender } from "../contenders/contender.ts";
import { threeDigits } from "./figures.ts";

/** What stands below the table: where it ran, against which versions, and what else was asked for. */
export function footnotes(
  runtime: string,
  peers: ReadonlyMap<string, Contender>,
  outsideKernels: ReadonlyMap<string, number>,
): string {
  const versions = Array.from(peers, ([name, { version }]) => `${name} ${version}`);
  const shares = Array.from(
    outsideKernels,
    ([backend, share]) => `${backend} ${threeDigits(100 * share)} %`,
  );
  return [
    `${runtime} on ${cpus()[0]?.model.trim() ?? "an unknown processor"}, one thread each.`,
    ...(versions.length > 0 ? [`Peers: ${versions.join("; ")}.`] : []),
    ...(shares.length > 0
      ? [`Of a Trainer's step outside Unroll's kernels: ${shares.join(", ")}.`]
      : []),
  ].join("\n");
}
