import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { ProductWork, RecurrentWork, Work } from "../../cases/work.ts";
import { timeMajor } from "../../start/layouts.ts";
import { makeProductStart } from "../../start/product-start.ts";
import { makeRecurrentStart } from "../../start/recurrent-start.ts";
import { STEPS } from "../contender.ts";
import type { Task } from "../task.ts";
import { productModel } from "./product-model.ts";
import { inferenceModel, stepModel } from "./recurrent-model.ts";

/** What onnxruntime-web and onnxruntime-node have in common. */
export interface OnnxRuntime {
  create(model: Uint8Array): Promise<InferenceSession>;
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
}

type Tensors = Record<string, Tensor>;

export function onnxTask(runtime: OnnxRuntime, work: Work): Promise<Task> {
  switch (work.mode) {
    case "inference":
      return inference(runtime, work);
    case "step":
      return step(runtime, work);
    case "product":
      return product(runtime, work);
    case "training":
      throw new RangeError("ONNX Runtime: the mode must not be training, which it does not do.");
  }
}

async function inference(runtime: OnnxRuntime, work: RecurrentWork): Promise<Task> {
  const { batch, time, input } = work;
  const start = makeRecurrentStart(work);
  const session = await runtime.create(inferenceModel(work, start));
  const x = runtime.tensor(timeMajor(start.x, batch, time), [time, batch, input]);
  return stateless(session, { x }, "probabilities");
}

async function product(runtime: OnnxRuntime, work: ProductWork): Promise<Task> {
  const start = makeProductStart(work);
  const session = await runtime.create(productModel(work, start));
  const [a, b] = [runtime.tensor(start.a, start.aShape), runtime.tensor(start.b, start.bShape)];
  return stateless(session, { a, b }, "product");
}

function stateless(session: InferenceSession, feeds: Tensors, output: string): Task {
  // Its outputs lie in JavaScript's memory already.
  const run = async () => values((await session.run(feeds))[output]);
  return {
    results: async () => ({ [output]: await run() }),
    run,
    dispose: () => session.release(),
  };
}

async function step(runtime: OnnxRuntime, work: RecurrentWork): Promise<Task> {
  const { cell, batch, input, hidden } = work;
  const start = makeRecurrentStart(work);
  const session = await runtime.create(stepModel(work, start));
  const x = runtime.tensor(start.x, [1, batch, input]);
  const zeros = () => runtime.tensor(new Float32Array(batch * hidden), [1, batch, hidden]);
  let state: Tensors = cell === "lstm" ? { h: zeros(), c: zeros() } : { h: zeros() };
  const run = async () => {
    const { nextH, nextC } = (await session.run({ x, ...state })) as Tensors;
    state = nextC ? { h: nextH as Tensor, c: nextC } : { h: nextH as Tensor };
    return values(nextH);
  };
  return {
    results: async () => {
      const found: Record<string, Float32Array> = {};
      for (let n = 1; n <= STEPS; n++) {
        found[`output ${n}`] = await run();
      }
      return state.c ? { ...found, c: values(state.c) } : found;
    },
    run,
    dispose: () => session.release(),
  };
}

function values(tensor: Tensor | undefined): Float32Array {
  return tensor?.data as Float32Array;
}
