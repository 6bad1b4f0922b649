import type { Contender } from "./contender.ts";
import type { LocalPeer } from "./peers.ts";

/** Who can run in this process, be it Node or a page. */
export type LocalName = "unroll" | "limit" | LocalPeer;

/** Each is loaded when it is asked for. */
export const localContenders: Readonly<Record<LocalName, () => Promise<Contender>>> = {
  unroll: async () => (await import("./unroll/unroll.ts")).unroll,
  limit: async () => (await import("./limit/limit.ts")).limit,
  tfjs: async () => (await import("./tfjs.ts")).tfjs,
  "tfjs-layers": async () => (await import("./tfjs-layers/tfjs-layers.ts")).tfjsLayers,
  "onnxruntime-web": async () => (await import("./onnxruntime-web.ts")).onnxruntimeWeb,
  "brain.js": async () => (await import("./brain.ts")).brainJs,
};
