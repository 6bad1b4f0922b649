import { parseCase } from "../cases/parse-case.ts";
import type { RecurrentWork } from "../cases/work.ts";
import type { Host } from "../hosts/host.ts";
import type { Row } from "../report/row.ts";

/** The case whose step is looked into. */
const PROFILED = "lstm/32x100x64x128";

/** The share of a training step outside Unroll's kernels on each backend, also added to its rows. */
export async function addProfile(
  host: Host,
  backends: readonly string[],
  rows: readonly Row[],
): Promise<{ rows: Row[]; shares: ReadonlyMap<string, number> }> {
  const work = parseCase(PROFILED)?.find(({ mode }) => mode === "training") as RecurrentWork;
  const shares = new Map<string, number>();
  for (const backend of backends) {
    await host.start(backend);
    shares.set(backend, await host.outsideKernels(work));
  }
  const added = rows.map((row) => {
    const share = shares.get(row.backend);
    const fits = row.case === PROFILED && row.mode === "training" && share !== undefined;
    return fits ? { ...row, outsideKernels: share } : row;
  });
  return { rows: added, shares };
}
