import { caseName, type Work } from "../cases/work.ts";
import type { Host } from "../hosts/host.ts";
import type { Row } from "../report/row.ts";
import { outsideOurKernels, type StepProfile } from "./profile-step.ts";

/** A profile, and what is profiled. */
export interface Profile extends StepProfile {
  backend: string;
  case: string;
}

/** Where a training step's time goes in every training on each backend, also added to its rows. */
export async function addProfiles(
  host: Host,
  backends: readonly string[],
  works: readonly Work[],
  rows: readonly Row[],
): Promise<{ rows: Row[]; profiles: Profile[] }> {
  const profiles: Profile[] = [];
  for (const backend of backends) {
    await host.start(backend);
    for (const work of works) {
      if (work.mode === "training") {
        profiles.push({ backend, case: caseName(work), ...(await host.profileStep(work)) });
      }
    }
  }
  const added = rows.map((row) => {
    const profile = profiles.find((each) => each.backend === row.backend && each.case === row.case);
    return row.mode !== "training" || row.variant || profile === undefined
      ? row
      : { ...row, kernels: profile.kernels, outsideKernels: outsideOurKernels(profile) };
  });
  return { rows: added, profiles };
}
