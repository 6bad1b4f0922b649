import { startBackend } from "../backends.ts";
import { localContenders } from "../contenders/local-contenders.ts";
import { profileStep } from "../profile/profile-step.ts";
import type { Host } from "./host.ts";

/** This process. */
export const nodeHost: Host = {
  runtime: `node ${process.versions.node}`,
  leastMs: 2,
  start: startBackend,
  contender: (name) => localContenders[name](),
  profileStep,
  close: async () => undefined,
};
