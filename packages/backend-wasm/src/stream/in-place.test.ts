import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { backend, dispose, type Tensor, tensor, tensor1d } from "@tensorflow/tfjs-core";
import { Rng, useBackend } from "@unroll/core";
import { beforeAll, expect, test } from "vitest";
import { type Runtime, runtimeOf } from "../runtime.ts";
import { gateWeights, gruWeights } from "../sequence-weights.ts";
import { checkedWasm } from "../testing/checked-wasm.ts";

// A stream lets a kernel write the state over the one it started from, on the build that checks every access.

const [batch, time, input, hidden] = [3, 4, 5, 6];

/** Runs a kernel of the module over all steps, in reverse. */
type Run = (runtime: Runtime, at: Addresses, weights: Weights, scratch: number) => void;
type Addresses = Record<"x" | "y" | "lengths" | "h0" | "c0" | "hN" | "cN", number>;
type Weights = { ih: Tensor; hh: Tensor };

const kernels: Record<string, { gates: number; scratch: (runtime: Runtime) => number; run: Run }> =
  {
    elman: {
      gates: 1,
      scratch: ({ module }) => module.elmanScratch(batch, time, hidden),
      run: (runtime, { x, y, lengths, h0, hN }, { ih, hh }, scratch) => {
        const [weightIh, weightHh] = [ih, hh].map((each) => gateWeights(runtime, each, hidden));
        // biome-ignore format: an argument list as the module takes it
        runtime.module.elman(x, weightIh!, weightHh!, 0, 0, h0, lengths, batch, time, input, hidden, true, false, y, hN, scratch);
      },
    },
    lstm: {
      gates: 4,
      scratch: ({ module }) => module.lstmScratch(batch, time, hidden),
      run: (runtime, { x, y, lengths, h0, c0, hN, cN }, { ih, hh }, scratch) => {
        const [weightIh, weightHh] = [ih, hh].map((each) => gateWeights(runtime, each, hidden));
        // biome-ignore format: an argument list as the module takes it
        runtime.module.lstm(x, weightIh!, weightHh!, 0, 0, h0, c0, lengths, batch, time, input, hidden, true, y, hN, cN, 0, 0, scratch);
      },
    },
    ssru: {
      gates: 2,
      scratch: ({ module }) => module.ssruScratch(batch, time, hidden),
      run: (runtime, { x, y, lengths, h0, c0, hN, cN }, { ih }, scratch) => {
        const weightIh = gateWeights(runtime, ih, hidden);
        // biome-ignore format: an argument list as the module takes it
        runtime.module.ssru(x, weightIh, 0, h0, c0, lengths, batch, time, input, hidden, true, y, hN, cN, 0, 0, scratch);
      },
    },
    gru: {
      gates: 3,
      scratch: ({ module }) => module.gruScratch(batch, time, hidden),
      run: (runtime, { x, y, lengths, h0, hN }, { ih, hh }, scratch) => {
        const { rz, n } = gruWeights(runtime, hh, hidden);
        const weightIh = gateWeights(runtime, ih, hidden);
        // biome-ignore format: an argument list as the module takes it
        runtime.module.gru(x, weightIh, rz, n, 0, 0, h0, lengths, batch, time, input, hidden, true, true, y, hN, 0, 0, scratch);
      },
    },
  };

beforeAll(() => useBackend(checkedWasm()));

test.each(Object.entries(kernels))(
  "%s may write the state over the initial one",
  (_name, kernel) => {
    const runtime = runtimeOf(backend() as BackendWasm);
    const rng = Rng.fromSeed(1);
    const draw = (...shape: number[]) =>
      tensor(rng.normal(shape.reduce((size, axis) => size * axis, 1)), shape);
    const weights = {
      ih: draw(kernel.gates * hidden, input),
      hh: draw(kernel.gates * hidden, hidden),
    };
    const x = draw(batch, time, input);
    const lengths = tensor1d([2, 0, 4], "int32");
    const initial = [draw(batch, hidden), draw(batch, hidden)] as const;
    const scratch = runtime.heap.allocateLines(kernel.scratch(runtime));

    const run = (inPlace: boolean) => {
      const [h0, c0] = initial.map((each) => tensor(each.dataSync().slice(), each.shape)) as [
        Tensor,
        Tensor,
      ];
      const [y, hN, cN] = [draw(batch, time, hidden), draw(batch, hidden), draw(batch, hidden)];
      const [toH, toC] = inPlace ? [h0, c0] : [hN, cN];
      const tensors = { x, y, lengths, h0, c0, hN: toH, cN: toC };
      const addresses = Object.entries(tensors).map(([name, each]) => [
        name,
        runtime.address(each),
      ]);
      kernel.run(runtime, Object.fromEntries(addresses) as Addresses, weights, scratch.address);
      const values = [y, toH, ...(kernel.gates % 2 === 0 ? [toC] : [])].map((each) => [
        ...each.dataSync(),
      ]);
      dispose([h0, c0, y, hN, cN]);
      return values;
    };
    expect(run(true)).toEqual(run(false));
    expect(run(true)[1]).not.toEqual([...initial[0].dataSync()]);
    runtime.heap.freeLines(scratch);
    dispose([x, lengths, ...initial, weights.ih, weights.hh]);
  },
);
