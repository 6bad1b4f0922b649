import { dispose, type Tensor, tensor3d, zeros } from "@tensorflow/tfjs-core";
import {
  input as inputTensor,
  model as makeModel,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import type { RecurrentWork } from "../../cases/work.ts";
import { makeRecurrentStart } from "../../start/recurrent-start.ts";
import { STEPS } from "../contender.ts";
import type { Task } from "../task.ts";
import { recurrentLayer, recurrentWeights } from "./layer.ts";

/** One step of a stream: a model whose state goes in and comes out. */
export function step(work: RecurrentWork): Task {
  const { cell, batch, input, hidden } = work;
  const start = makeRecurrentStart(work);
  const place = inputTensor({ batchShape: [batch, 1, input] });
  const states = (cell === "lstm" ? ["h", "c"] : ["h"]).map(() =>
    inputTensor({ batchShape: [batch, hidden] }),
  );
  const inputs = [place, ...states];
  const outputs = recurrentLayer(work, true).apply(inputs) as SymbolicTensor[];
  const model = makeModel({ inputs, outputs });
  const weights = recurrentWeights(work, start);
  model.setWeights(weights);
  dispose(weights);
  const x = tensor3d(start.x, [batch, 1, input]);
  let state: Tensor[] = states.map(() => zeros([batch, hidden]));
  const run = async () => {
    const [y, ...next] = model.predict([x, ...state]) as [Tensor, ...Tensor[]];
    dispose(state);
    state = next;
    const values = (await y.data()) as Float32Array;
    y.dispose();
    return values;
  };
  return {
    results: async () => {
      const found: Record<string, Float32Array> = {};
      for (let n = 1; n <= STEPS; n++) {
        found[`output ${n}`] = await run();
      }
      const c = state[1];
      return c ? { ...found, c: (await c.data()) as Float32Array } : found;
    },
    run,
    dispose: () => {
      model.dispose();
      dispose([x, ...state]);
    },
  };
}
