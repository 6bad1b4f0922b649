import { dispose } from "@tensorflow/tfjs-core";
import type { RecurrentWork } from "../../cases/work.ts";
import { read } from "../read.ts";
import type { Task } from "../task.ts";
import { makeNetwork } from "./network.ts";

export function inference(work: RecurrentWork): Task {
  const network = makeNetwork(work);
  const batch = network.batch();
  const run = () => read(() => network.probabilities(batch));
  return {
    results: async () => ({ probabilities: await run() }),
    run,
    dispose: () => {
      network.model.dispose();
      dispose({ ...batch });
    },
  };
}
