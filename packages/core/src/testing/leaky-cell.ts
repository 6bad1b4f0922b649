import {
  add,
  type KernelBackend,
  mul,
  type Rank,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Backend } from "../backend/backend.ts";
import type { Cell } from "../cells/cell.ts";
import { bindKernels } from "../kernels/cell-kernels.ts";
import type { Info, KernelInputs, RunAttrs, SequenceAttrs } from "../kernels/contract.ts";
import { defineKernel } from "../kernels/define-kernel.ts";
import { runKernel } from "../kernels/registry.ts";
import { parameter } from "../module/module.ts";
import { Rng } from "../random/rng.ts";
import { plainBackend } from "./plain-backend.ts";

// A cell with kernels as another package brings it, with what core exports: its contract, its kernels,
// the cell, and a backend that has them and streams them.

declare module "../index.ts" {
  interface KernelContracts {
    /** Leaky sums.  h' = decay*h + x;  total' = total + h'. */
    TestLeaky: {
      inputs: {
        x: Info<Rank.R3>; // [B,T,H]
        decay: Info<Rank.R1>; // [H]
        h0?: Info<Rank.R2> | undefined; // [B,H]
        total0?: Info<Rank.R2> | undefined; // [B,H]
        lengths?: Info<Rank.R1> | undefined; // [B] int32
      };
      attrs: RunAttrs;
      outputs: [y: Info<Rank.R3>, hN: Info<Rank.R2>, totalN: Info<Rank.R2>];
      reserve: [before: Info<Rank.R3> /* the h that each step started from */];
    };
    TestLeakyGrad: {
      inputs: {
        dy?: Info<Rank.R3> | undefined;
        dhN?: Info<Rank.R2> | undefined;
        dtotalN?: Info<Rank.R2> | undefined;
        decay: Info<Rank.R1>;
        before: Info<Rank.R3>;
        lengths?: Info<Rank.R1> | undefined;
      };
      attrs: SequenceAttrs;
      outputs: [
        dx: Info<Rank.R3>,
        dDecay: Info<Rank.R1>,
        dh0: Info<Rank.R2>,
        dtotal0: Info<Rank.R2>,
      ];
    };
  }
}

type State = { readonly h: Tensor2D; readonly total: Tensor2D };

/** h' = decay*h + x;  total' = total + h'. */
export class LeakyCell implements Cell<State> {
  readonly inputSize = 3;
  readonly stateSizes = { h: 3, total: 3 };
  readonly decay = parameter([3], () => Float32Array.of(0.9, 0.5, 0.25), Rng.fromSeed(1));
  readonly parameters = { decay: this.decay };
  readonly kernels = bindKernels({
    forward: "TestLeaky",
    backward: ["TestLeakyGrad"],
    state: { h: 1, total: 2 },
    weights: { decay: this.decay },
    attrs: {},
    gradient({ inputs: { decay, lengths }, reserve: [before], reverse }, dys) {
      const given = { ...dys, decay, before, lengths };
      const [dx, dDecay, dh0, dtotal0] = runKernel("TestLeakyGrad", given, { reverse });
      return { x: () => dx, decay: () => dDecay, h0: () => dh0, total0: () => dtotal0 };
    },
  });

  step(x: Tensor2D, { h, total }: State): State {
    return tidy(() => {
      const next: Tensor2D = add(mul(this.decay, h), x);
      return { h: next, total: add(total, next) };
    });
  }
}

/** What was called, by name. */
export type Calls = Record<"TestLeaky" | "TestLeakyGrad" | "stream", number>;

/** tfjs' cpu backend with the kernels of this cell; `streams` adds a stream of its own. */
export function leakyBackend(calls: Calls, streams: boolean): Backend {
  return {
    ...plainBackend,
    kernels: [leaky(calls), leakyGrad(calls)],
    ...(streams && {
      openStream(cells, batchSize, state) {
        const [cell] = cells;
        if (cells.length !== 1 || cell?.forward !== "TestLeaky") return undefined;
        const size = cell.weights.decay.shape[0];
        const zeros = () => new Float32Array(batchSize * size);
        const { h = zeros(), total = zeros() } = state?.[0] ?? {};
        const now = { h: h.slice(), total: total.slice() };
        return {
          step(x) {
            calls.stream++;
            const decay = (
              cell.weights.decay as unknown as { dataSync(): Float32Array }
            ).dataSync();
            for (let i = 0; i < x.length; i++) {
              now.h[i] = Math.fround((decay[i % size] ?? 0) * (now.h[i] ?? 0)) + (x[i] ?? 0);
              now.total[i] = (now.total[i] ?? 0) + (now.h[i] ?? 0);
            }
            return now.h.slice();
          },
          read: () => [{ h: now.h.slice(), total: now.total.slice() }],
          dispose() {},
        };
      },
    }),
  };
}

const leaky = (calls: Calls) =>
  defineKernel("TestLeaky", (inputs, { reverse, reserve }, backend: KernelBackend) => {
    calls.TestLeaky++;
    const [batch, time, size] = inputs.x.shape;
    const read = readers(backend, batch * size);
    const [x, decay] = [read.all(inputs.x), read.all(inputs.decay)];
    const [h, total] = [read.orZeros(inputs.h0), read.orZeros(inputs.total0)];
    const y = new Float32Array(batch * time * size);
    const before = new Float32Array(batch * time * size);
    forEachStep(inputs, read, [batch, time, size], reverse, (at, place, j) => {
      before[at] = h[place] ?? 0;
      h[place] = Math.fround((decay[j] ?? 0) * (h[place] ?? 0)) + (x[at] ?? 0);
      y[at] = h[place] ?? 0;
      total[place] = (total[place] ?? 0) + (h[place] ?? 0);
    });
    const outputs = [
      write(backend, y, [batch, time, size]),
      write(backend, h, [batch, size]),
      write(backend, total, [batch, size]),
    ] as const;
    return reserve ? [...outputs, write(backend, before, [batch, time, size])] : [...outputs];
  });

const leakyGrad = (calls: Calls) =>
  defineKernel("TestLeakyGrad", (inputs, { reverse }, backend: KernelBackend) => {
    calls.TestLeakyGrad++;
    const [batch, time, size] = inputs.before.shape;
    const read = readers(backend, batch * size);
    const [decay, before] = [read.all(inputs.decay), read.all(inputs.before)];
    const dy = inputs.dy ? read.all(inputs.dy) : new Float32Array(before.length);
    const [dh, dTotal] = [read.orZeros(inputs.dhN), read.orZeros(inputs.dtotalN)];
    const dx = new Float32Array(before.length);
    const dDecay = new Float32Array(size);
    // Back through the steps: the other way than the forward pass went.
    forEachStep(inputs, read, [batch, time, size], !reverse, (at, place, j) => {
      const d = (dh[place] ?? 0) + (dy[at] ?? 0) + (dTotal[place] ?? 0);
      dx[at] = d;
      dDecay[j] = (dDecay[j] ?? 0) + d * (before[at] ?? 0);
      dh[place] = d * (decay[j] ?? 0);
    });
    return [
      write(backend, dx, [batch, time, size]),
      write(backend, dDecay, [size]),
      write(backend, dh, [batch, size]),
      write(backend, dTotal, [batch, size]),
    ];
  });

function readers(backend: KernelBackend, stateSize: number) {
  const all = (info: Info) => backend.readSync(info.dataId) as Float32Array;
  const orZeros = (info?: Info) => (info ? all(info).slice() : new Float32Array(stateSize));
  return { all, orZeros };
}

function write<const Shape extends number[]>(
  backend: KernelBackend,
  values: Float32Array,
  shape: Shape,
) {
  return { dataId: backend.write(values, shape, "float32"), shape, dtype: "float32" as const };
}

/** Calls `body` with the place in x, the place in the state, and the column, over all valid steps. */
function forEachStep(
  { lengths }: Pick<KernelInputs<"TestLeaky">, "lengths">,
  read: ReturnType<typeof readers>,
  [batch, time, size]: readonly [number, number, number],
  reverse: boolean,
  body: (at: number, place: number, column: number) => void,
): void {
  for (let row = 0; row < batch; row++) {
    const length = lengths ? (read.all(lengths)[row] ?? 0) : time;
    for (let step = 0; step < length; step++) {
      const t = reverse ? length - 1 - step : step;
      for (let j = 0; j < size; j++) body((row * time + t) * size + j, row * size + j, j);
    }
  }
}
