import type { RecurrentWork } from "../../cases/work.ts";
import { makeRecurrentStart } from "../../start/recurrent-start.ts";
import { read } from "../read.ts";
import type { Task } from "../task.ts";
import { makeNetwork } from "./network.ts";

export function inference(work: RecurrentWork): Task {
  const network = makeNetwork(work, makeRecurrentStart(work));
  const run = () => read(network.probabilities);
  return {
    results: async () => ({ probabilities: await run() }),
    run,
    dispose: network.dispose,
  };
}
