import type { RecurrentWork, Work } from "../../cases/work.ts";
import { read } from "../read.ts";
import { localContender, type Task } from "../task.ts";
import { inference } from "./inference.ts";
import { makeNetwork } from "./network.ts";
import { product } from "./product.ts";
import { step } from "./step.ts";
import { training } from "./training.ts";
import { makeTranslator } from "./translator.ts";

/** Unroll on the backend in use. */
export const unroll = localContender("", async (work: Work) => {
  switch (work.kind) {
    case "recurrent":
      return recurrent(work);
    case "product":
      return product(work);
    case "translation":
      return training(await makeTranslator(work));
  }
});

function recurrent(work: RecurrentWork): Task | Promise<Task> {
  switch (work.mode) {
    case "inference":
      return inference(work);
    case "step":
      return step(work);
    case "training": {
      const network = makeNetwork(work);
      return training(network, async (batch) => ({
        probabilities: await read(() => network.probabilities(batch)),
      }));
    }
  }
}
