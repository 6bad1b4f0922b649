import { type Tensor, type Variable, variableGrads } from "@tensorflow/tfjs-core";
import { adam, loadGradients, Optimizer, trainStep } from "@unroll/core";
import type { RecurrentWork } from "../../cases/work.ts";
import { ADAM_EPSILON, LEARNING_RATE, makeRecurrentStart } from "../../start/recurrent-start.ts";
import { STEPS } from "../contender.ts";
import { read } from "../read.ts";
import { losses, type Task } from "../task.ts";
import { makeNetwork } from "./network.ts";

/** One Adam update: what the trainer does for each batch. */
export async function training(work: RecurrentWork): Promise<Task> {
  await loadGradients();
  const { model, loss, probabilities, dispose } = makeNetwork(work, makeRecurrentStart(work));
  const rule = adam({ learningRate: LEARNING_RATE, epsilon: ADAM_EPSILON });
  const optimizer = new Optimizer(rule, model.parameters);
  const run = async () => (await trainStep({ model, optimizer, loss })).loss;
  const { rnn, head } = model.layers;
  const gradient = (weight: Variable) =>
    read(() => variableGrads(loss, [weight]).grads[weight.name] as Tensor);
  return {
    results: async () => ({
      probabilities: await read(probabilities),
      "gradient of weight_ih": await gradient(rnn.parameters.weight_ih_l0 as Variable),
      "gradient of weight_hh": await gradient(rnn.parameters.weight_hh_l0 as Variable),
      "gradient of head": await gradient(head.weight),
      losses: await losses(run, STEPS),
    }),
    run,
    dispose: () => {
      dispose();
      optimizer.dispose();
    },
  };
}
