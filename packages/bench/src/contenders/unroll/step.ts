import { dispose, type Tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { RecurrentWork } from "../../cases/work.ts";
import { gates, makeRecurrentStart } from "../../start/recurrent-start.ts";
import { STEPS } from "../contender.ts";
import type { Task } from "../task.ts";
import { makeSequence } from "./network.ts";

/** One step of a stream, numbers in and out: x [1, input] -> y [1, hidden]; the session keeps the state. */
export function step(work: RecurrentWork): Task {
  const start = makeRecurrentStart(work);
  const rnn = makeSequence(work);
  const rows = gates[work.cell] * work.hidden;
  tidy(() => {
    rnn.parameters.weight_ih_l0?.assign(tensor2d(start.weightIh, [rows, work.input]));
    rnn.parameters.weight_hh_l0?.assign(tensor2d(start.weightHh, [rows, work.hidden]));
  });
  const session = rnn.session();
  const run = async () => session.stepArray(start.x);
  return {
    results: async () => {
      const found: Record<string, Float32Array> = {};
      for (let n = 1; n <= STEPS; n++) {
        found[`output ${n}`] = await run();
      }
      const state = session.state() ?? [];
      const { c } = state[0] as { c?: Tensor };
      const values = c && ((await c.data()) as Float32Array);
      dispose(state.map((each) => ({ ...each })));
      return values ? { ...found, c: values } : found;
    },
    run,
    dispose: () => {
      session.dispose();
      rnn.dispose();
    },
  };
}
