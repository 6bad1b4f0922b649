import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  backend,
  memory,
  ones,
  type Tensor3D,
  type TensorInfo,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
} from "@tensorflow/tfjs-core";
import { BackendError, lstm, matMul, Rng, useBackend } from "@unroll/core";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Runtime, runtimeOf } from "../runtime.ts";
import { wasm } from "../wasm.ts";
import type { Lines } from "./tfjs-heap.ts";

let runtime: Runtime;
const blocks: TensorInfo[] = [];

beforeAll(async () => {
  await useBackend(wasm());
  runtime = runtimeOf(backend() as BackendWasm);
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const block of blocks.splice(0)) runtime.heap.disposeTensor(block);
});

/** Takes this much of the heap until the test ends. */
function take(bytes: number): TensorInfo {
  const block = runtime.heap.makeTensor([bytes / 4], "float32");
  blocks.push(block);
  return block;
}

/** The outputs of an LSTM on tensors that are made anew. */
function run(): Float32Array {
  return tidy(() => {
    const network = lstm({
      inputSize: 5,
      hiddenSize: 9,
      rng: Rng.fromSeed(3),
      kernels: "required",
    });
    const x: Tensor3D = tensor3d(Rng.fromSeed(4).normal(3 * 7 * 5), [3, 7, 5]);
    const y = network
      .run(x, { lengths: [7, 0, 4] })
      .y.dataSync<"float32">()
      .slice();
    network.dispose();
    return y;
  });
}

test("kernels give the same bits above 2 GB and after the heap has grown", () => {
  const before = run();
  const size = runtime.heap.memory.buffer.byteLength;
  take(1.1e9);
  take(1.1e9);
  // What is still free below is taken, down to the smallest pieces.
  for (const bytes of [2 ** 20, 2 ** 16, 2 ** 12, 2 ** 9, 2 ** 6, 2 ** 4]) {
    while (runtime.heap.addressOf(take(bytes)) < 2 ** 31);
  }
  expect(runtime.heap.memory.buffer.byteLength).toBeGreaterThan(size);
  const above = tensor1d([1]);
  expect(runtime.heap.addressOf(above)).toBeGreaterThan(2 ** 31);
  above.dispose();
  expect(run()).toEqual(before);
});

test.each([
  ["more than the heap can ever have", 2 ** 15, 2 ** 18],
  ["a multiple of 4 GB and a little, which 32 bits would take for a little", 2 ** 15, 2 ** 15 + 1],
])("out of memory names the bytes, and the process goes on: %s", (_, rows, columns) => {
  const expected = run();
  const { numTensors } = memory();
  const data = backend().numDataIds();
  const [a, b] = [ones([rows, 1]), ones([1, columns])];
  const multiply = () => matMul(a as never, b as never);
  expect(multiply).toThrow(BackendError);
  expect(multiply).toThrow(`a block of ${rows * columns * 4} bytes must fit into the heap`);
  a.dispose();
  b.dispose();
  expect(memory().numTensors).toBe(numTensors);
  expect(backend().numDataIds()).toBe(data);
  expect(run()).toEqual(expected);
});

test("tfjs' own tensors too: nothing is written to address 0", () => {
  const before = run();
  const block = () => runtime.heap.makeTensor([2 ** 30 - 2], "float32");
  expect(block).toThrow("a block of 4294967288 bytes must fit");
  expect(run()).toEqual(before);
});

test("what is freed is handed out again", () => {
  const { heap } = runtime;
  const bytes = 2 ** 26;
  for (let times = 0; times < 2 * (2 ** 32 / bytes); times++)
    heap.freeLines(heap.allocateLines(bytes));
  for (let times = 0; times < 2 * (2 ** 32 / bytes); times++) {
    heap.disposeTensor(heap.makeTensor([bytes / 4], "float32"));
  }
});

test("packed weights are freed with the weights, and packed anew when they change", () => {
  const lines = linesInUse();
  const network = lstm({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(1), kernels: "required" });
  const x: Tensor3D = tensor3d(Rng.fromSeed(2).normal(12), [2, 2, 3]);
  const result = () => tidy(() => network.run(x).y.dataSync<"float32">().slice());
  const first = result();
  const packed = [...lines];
  expect(result()).toEqual(first);
  expect([...lines]).toEqual(packed);

  const { weight_ih_l0: weights } = network.parameters;
  const before = weights?.dataSync().slice() as Float32Array;
  const assign = (values: Float32Array) =>
    tidy(() => weights?.assign(tensor2d(values, weights.shape as [number, number])));
  assign(before.map((value) => value + 1));
  expect(result()).not.toEqual(first);
  expect(lines.size).toBe(packed.length);
  assign(before);
  expect(result()).toEqual(first);
  expect(lines.size).toBe(packed.length);

  x.dispose();
  network.dispose();
  expect(packed).not.toEqual([]);
  expect([...lines]).toEqual([]);
});

/** The lines that are handed out from now on and not freed. */
function linesInUse(): Set<Lines> {
  const { heap } = runtime;
  const lines = new Set<Lines>();
  const allocate = heap.allocateLines.bind(heap);
  const free = heap.freeLines.bind(heap);
  vi.spyOn(heap, "allocateLines").mockImplementation((bytes) => {
    const made = allocate(bytes);
    lines.add(made);
    return made;
  });
  vi.spyOn(heap, "freeLines").mockImplementation((made) => {
    lines.delete(made);
    free(made);
  });
  return lines;
}
