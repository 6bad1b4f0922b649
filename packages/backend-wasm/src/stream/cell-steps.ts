import type { SequenceKernelName, StreamCell } from "@unroll/core";
import type { KernelModule } from "../module/exports.ts";
import type { Runtime } from "../runtime.ts";
import { gateWeights, gruWeights } from "../sequence-weights.ts";

/** Where a cell finds and leaves its numbers. The state is overwritten by the next one. */
export interface CellAddresses {
  /** [batch, inputSize] */
  readonly x: number;
  /** [batch, hiddenSize] */
  readonly y: number;
  readonly h: number;
  /** LSTM only. */
  readonly c: number;
  readonly scratch: number;
}

/** Takes one step at these addresses. The state is overwritten by the next: its kernel says that it may be. */
export type CellStep = (at: CellAddresses) => void;

/** How cells take a step by their kernel, over one step of time. */
export interface CellSteps<N extends SequenceKernelName = SequenceKernelName> {
  /** The parts of the state. */
  readonly parts: readonly ("h" | "c")[];
  /** Bytes of scratch for a step. */
  scratch(module: KernelModule, batch: number, hidden: number): number;
  make(runtime: Runtime, cell: StreamCell<N>, batch: number): CellStep;
}

/** By the name of the kernel, which says what a cell computes. */
const byKernel: { readonly [N in SequenceKernelName]?: CellSteps<N> } = {
  UnrollLstm: {
    parts: ["h", "c"],
    scratch: (module, batch, hidden) => module.lstmScratch(batch, 1, hidden),
    make(runtime, { weights }, batch) {
      const [input, hidden] = sizesOf(weights);
      return ({ x, y, h, c, scratch }) =>
        runtime.module.lstm(
          x,
          gateWeights(runtime, weights.weightIh, hidden),
          gateWeights(runtime, weights.weightHh, hidden),
          runtime.address(weights.biasIh),
          runtime.address(weights.biasHh),
          h,
          c,
          0,
          batch,
          1,
          input,
          hidden,
          0,
          y,
          h,
          c,
          0,
          0,
          scratch,
        );
    },
  },
  UnrollElman: {
    parts: ["h"],
    scratch: (module, batch, hidden) => module.elmanScratch(batch, 1, hidden),
    make(runtime, { weights, attrs }, batch) {
      const [input, hidden] = sizesOf(weights);
      const isRelu = attrs.nonlinearity === "relu";
      return ({ x, y, h, scratch }) =>
        runtime.module.elman(
          x,
          gateWeights(runtime, weights.weightIh, hidden),
          gateWeights(runtime, weights.weightHh, hidden),
          runtime.address(weights.biasIh),
          runtime.address(weights.biasHh),
          h,
          0,
          batch,
          1,
          input,
          hidden,
          0,
          isRelu,
          y,
          h,
          scratch,
        );
    },
  },
  UnrollGru: {
    parts: ["h"],
    scratch: (module, batch, hidden) => module.gruScratch(batch, 1, hidden),
    make(runtime, { weights, attrs }, batch) {
      const [input, hidden] = sizesOf(weights);
      const { resetAfter } = attrs;
      return ({ x, y, h, scratch }) => {
        const { rz, n } = gruWeights(runtime, weights.weightHh, hidden);
        runtime.module.gru(
          x,
          gateWeights(runtime, weights.weightIh, hidden),
          rz,
          n,
          runtime.address(weights.biasIh),
          runtime.address(weights.biasHh),
          h,
          0,
          batch,
          1,
          input,
          hidden,
          0,
          resetAfter,
          y,
          h,
          0,
          0,
          scratch,
        );
      };
    },
  },
};

/** Undefined where such a cell has no step here. */
export function cellStepsOf({ forward }: StreamCell): CellSteps | undefined {
  return Object.hasOwn(byKernel, forward) ? byKernel[forward] : undefined;
}

function sizesOf({ weightIh, weightHh }: StreamCell["weights"]): [input: number, hidden: number] {
  return [weightIh.shape[1], weightHh.shape[1]];
}
