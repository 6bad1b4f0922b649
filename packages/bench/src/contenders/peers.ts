import { type Variant, variantOf, type Work } from "../cases/work.ts";

/** Peers that run where Unroll runs, in the same process or page. */
const localPeers = ["tfjs", "tfjs-layers", "onnxruntime-web", "brain.js"] as const;
/** Peers that run in Node or in a process of their own. */
export const outerPeers = ["onnxruntime-node", "pytorch"] as const;

export type LocalPeer = (typeof localPeers)[number];
export type OuterPeer = (typeof outerPeers)[number];
export type Peer = LocalPeer | OuterPeer;

export const allPeers: readonly Peer[] = [...localPeers, ...outerPeers];

/** Whether a peer can do a work at all. */
const abilities: Readonly<Record<Peer, (work: Work) => boolean>> = {
  tfjs: ({ mode }) => mode === "product",
  // Its GRU has the reset gate before alone.
  "tfjs-layers": (work) =>
    work.kind === "recurrent" && !(work.cell === "gru" && work.variant === "default"),
  "onnxruntime-web": ({ mode }) => mode !== "training",
  "onnxruntime-node": ({ mode }) => mode !== "training",
  // One row, forward; its LSTM has no cell state, its loss is another.
  "brain.js": (work) =>
    work.kind === "recurrent" &&
    work.mode === "inference" &&
    work.batch === 1 &&
    work.cell !== "lstm" &&
    work.variant !== "default",
  pytorch: (work) => variantOf(work) !== "reset before",
};

/** What to compare: the work, and those who do it. */
export interface Comparison {
  work: Work;
  peers: Peer[];
}

/** Gives every peer the first variant of a work that it can do; those who can do none are left out. */
export function planComparisons(work: Work, peers: readonly Peer[]): Comparison[] {
  const comparisons: Comparison[] = variants(work).map((variant) => ({ work: variant, peers: [] }));
  for (const peer of peers) {
    comparisons.find((each) => abilities[peer](each.work))?.peers.push(peer);
  }
  return comparisons.filter((each) => each.peers.length > 0);
}

function variants(work: Work): Work[] {
  if (work.kind !== "recurrent") {
    return [work];
  }
  const other: Record<string, Variant[]> = { gru: ["reset before"], elman: ["relu"] };
  return ["default" as const, ...(other[work.cell] ?? [])].map((variant) => ({ ...work, variant }));
}
