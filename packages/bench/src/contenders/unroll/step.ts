import { dispose, type Tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { RecurrentWork } from "../../cases/work.ts";
import { gates, makeRecurrentStart } from "../../start/recurrent-start.ts";
import { STEPS } from "../contender.ts";
import type { Task } from "../task.ts";
import { makeSequence } from "./network.ts";

/** One step of a stream: x [1, input] and the state before -> y [1, hidden] and the state after. */
export function step(work: RecurrentWork): Task {
  const start = makeRecurrentStart(work);
  const rnn = makeSequence(work);
  const rows = gates[work.cell] * work.hidden;
  tidy(() => {
    rnn.parameters.weight_ih_l0?.assign(tensor2d(start.weightIh, [rows, work.input]));
    rnn.parameters.weight_hh_l0?.assign(tensor2d(start.weightHh, [rows, work.hidden]));
  });
  const x = tensor2d(start.x, [work.batch, work.input]);
  let state = rnn.zeroState(work.batch);
  const run = async () => {
    const { y, state: next } = rnn.step(x, state);
    dispose(state.map((each) => ({ ...each })));
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
      const { c } = state[0] as { c?: Tensor };
      return c ? { ...found, c: (await c.data()) as Float32Array } : found;
    },
    run,
    dispose: () => {
      rnn.dispose();
      x.dispose();
      dispose(state.map((each) => ({ ...each })));
    },
  };
}
