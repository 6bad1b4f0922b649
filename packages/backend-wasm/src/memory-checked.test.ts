import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { backend, tensor1d } from "@tensorflow/tfjs-core";
import { testBackend, tolerances } from "@unroll/conformance/node";
import { lstm, Rng } from "@unroll/core";
import { expect, test } from "vitest";
import { runtimeOf } from "./runtime.ts";
import type { CheckedHeap } from "./testing/checked-heap.ts";
import { checkedWasm } from "./testing/checked-wasm.ts";

// The whole suite once more, on a build that asks before each access whether a kernel was given these
// bytes: nothing is read or written beside a tensor or the scratch.
let heap: CheckedHeap | undefined;
const make = () =>
  checkedWasm((made) => {
    heap = made;
  });
testBackend({ name: "wasm, memory checked", make, tolerance: tolerances.wasm });

test("every access was checked", () => {
  expect(heap?.checks).toBeGreaterThan(10_000_000);
});

test("a session and the packed weights leave nothing on the heap", () => {
  const blocks = heap?.blocks;
  const network = lstm({ inputSize: 3, hiddenSize: 4, numLayers: 2, rng: Rng.fromSeed(1) });
  const session = network.session();
  session.stepArray(new Float32Array(6));
  session.stepArray(new Float32Array(6));
  expect(heap?.blocks).toBeGreaterThan(blocks as number);
  session.dispose();
  network.dispose();
  expect(heap?.blocks).toBe(blocks);
});

test("an access beside a tensor is found", () => {
  const [a, b, out] = [tensor1d([1, 2, 3, 4, 5]), tensor1d([1, 2, 3, 4, 5]), tensor1d([0, 0, 0])];
  const runtime = runtimeOf(backend() as BackendWasm);
  const [from, to, into] = [a, b, out].map((each) => runtime.address(each)) as [
    number,
    number,
    number,
  ];
  runtime.module.lerp(from, to, 0.5, 3, into);
  expect(() => runtime.module.lerp(from, to, 0.5, 5, into)).toThrow("A kernel must write only");
  expect(() => runtime.module.lerp(from, into, 0.5, 5, to)).toThrow("A kernel must read only");
  for (const each of [a, b, out]) each.dispose();
});
