import { cpus } from "node:os";
import type { Contender } from "../contenders/contender.ts";
import type { Profile } from "../profile/add-profiles.ts";
import { outsideOurKernels } from "../profile/profile-step.ts";
import { threeDigits } from "./figures.ts";

/** Kernels with a smaller share of a step are left out. */
const LEAST_SHARE = 0.005;

/** What stands below the table: where it ran, against which versions, and what else was asked for. */
export function footnotes(
  runtime: string,
  peers: ReadonlyMap<string, Contender>,
  profiles: readonly Profile[],
): string {
  const versions = Array.from(peers, ([name, { version }]) => `${name} ${version}`);
  return [
    `${runtime} on ${cpus()[0]?.model.trim() ?? "an unknown processor"}, one thread each.`,
    ...(versions.length > 0 ? [`Peers: ${versions.join("; ")}.`] : []),
    ...profiles.map(describeProfile),
  ].join("\n");
}

/** Such as "A Trainer's step of lstm/2x3x4x5 on wasm, 41.5 ms: UnrollLstm 36 %, ...". */
function describeProfile(profile: Profile): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const kernels = Object.entries(profile.kernels).filter(([, share]) => share >= LEAST_SHARE);
  return (
    `A Trainer's step of ${profile.case} on ${profile.backend}, ${threeDigits(profile.ms)} ms: ` +
    `${kernels.map(([name, share]) => `${name} ${percent(share)}`).join(", ")}; ` +
    `outside Unroll's kernels ${percent(outsideOurKernels(profile))}.`
  );
}
