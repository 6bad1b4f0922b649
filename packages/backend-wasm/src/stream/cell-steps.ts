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
  /** LSTM and SSRU only. */
  readonly c: number;
  readonly scratch: number;
}

/** Takes one step at these addresses. The state is overwritten by the next: its kernel says that it may be. */
export type CellStep = (at: CellAddresses) => void;

interface StepSizes {
  readonly batch: number;
  readonly input: number;
  readonly hidden: number;
}

/** How cells take a step by their kernel, over one step of time. */
export interface CellSteps<N extends SequenceKernelName = SequenceKernelName> {
  /** How many blocks of hiddenSize rows weightIh has. */
  readonly gates: number;
  /** The parts of the state. */
  readonly parts: readonly ("h" | "c")[];
  /** Bytes of scratch for a step. */
  scratch(module: KernelModule, batch: number, hidden: number): number;
  make(runtime: Runtime, cell: StreamCell<N>, sizes: StepSizes): CellStep;
}

/** By the name of the kernel, which says what a cell computes. */
const byKernel: { readonly [N in SequenceKernelName]?: CellSteps<N> } = {
  UnrollLstm: {
    gates: 4,
    parts: ["h", "c"],
    scratch: (module, batch, hidden) => module.lstmScratch(batch, 1, hidden),
    make(runtime, { weights }, { batch, input, hidden }) {
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
    gates: 1,
    parts: ["h"],
    scratch: (module, batch, hidden) => module.elmanScratch(batch, 1, hidden),
    make(runtime, { weights, attrs }, { batch, input, hidden }) {
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
    gates: 3,
    parts: ["h"],
    scratch: (module, batch, hidden) => module.gruScratch(batch, 1, hidden),
    make(runtime, { weights, attrs }, { batch, input, hidden }) {
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
  UnrollSsru: {
    gates: 2,
    parts: ["h", "c"],
    scratch: (module, batch, hidden) => module.ssruScratch(batch, 1, hidden),
    make(runtime, { weights }, { batch, input, hidden }) {
      return ({ x, y, h, c, scratch }) =>
        runtime.module.ssru(
          x,
          gateWeights(runtime, weights.weightIh, hidden),
          runtime.address(weights.biasIh),
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
};

/** Undefined where such a cell has no step here. */
export function cellStepsOf({ forward }: StreamCell): CellSteps | undefined {
  return Object.hasOwn(byKernel, forward) ? byKernel[forward] : undefined;
}
