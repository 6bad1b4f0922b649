import { startBackend } from "../backends.ts";
import { localContenders } from "../contenders/local-contenders.ts";
import { outsideKernels } from "../profile/outside-kernels.ts";
import type { Host } from "./host.ts";

/** This process. */
export const nodeHost: Host = {
  runtime: `node ${process.versions.node}`,
  leastMs: 2,
  start: startBackend,
  contender: (name) => localContenders[name](),
  outsideKernels,
  close: async () => undefined,
};
