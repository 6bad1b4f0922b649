import type { Contender } from "./contender.ts";
import type { OuterPeer } from "./peers.ts";

/** Those who run in Node whatever the host is; each is loaded when it is asked for. */
export const outerContenders: Readonly<
  Record<OuterPeer, () => Promise<Contender & { close?(): void }>>
> = {
  "onnxruntime-node": async () => (await import("./onnxruntime-node.ts")).onnxruntimeNode,
  pytorch: async () => (await import("./pytorch/pytorch.ts")).startPytorch(),
};
