import type { Mode, Variant } from "../cases/work.ts";

/** One comparison, as it stands in the JSON file. */
export interface Row {
  /** Such as "lstm/32x100x64x128" (batch, time, input, hidden), "product/600x128x512/nt" or "translation/64x10x11x256x6000". */
  case: string;
  mode: Mode;
  /** Present where it is not PyTorch's formula, since the peer has another. */
  variant?: Exclude<Variant, "default">;
  /** Where Unroll ran, such as "node 20.20.2" or "chromium 156". */
  runtime: string;
  backend: string;
  peer: string;
  peerVersion: string;
  /** Medians of the wall-clock time of one repetition, in milliseconds. */
  ms: number;
  peerMs: number;
  /** peerMs / ms: how many times as fast Unroll is. */
  ratio: number;
  /** Half the distance between the quartiles, as a share of the median. */
  spread: number;
  peerSpread: number;
  samples: number;
  /** Fewer than 15 where the peer takes too long. */
  peerSamples: number;
  /** Products alone: Unroll's 10^9 multiplications and additions a second. */
  gflops?: number;
  /** Products alone: gflops as a share of what the machine can do in registers, in the same run. */
  share?: number;
  /** Translation alone: tokens of targets that are trained on in a second. */
  tokensPerSecond?: number;
  peerTokensPerSecond?: number;
  /** With --heap, training on wasm alone: bytes by which the heap grew over the training. */
  heapGrowth?: number;
  /** The same of tfjs-layers, in a process of its own. */
  peerHeapGrowth?: number;
  /** With --profile, training alone: shares of a Trainer's step by kernel, tfjs' own among them. */
  kernels?: Readonly<Record<string, number>>;
  /** The same, of all that is outside Unroll's kernels. */
  outsideKernels?: number;
}
