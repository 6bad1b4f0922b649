import {
  cast,
  log,
  mean,
  mul,
  neg,
  oneHot,
  type Scalar,
  sum,
  type Tensor,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { loadGradients } from "@unroll/core";
import type { RecurrentWork } from "../../cases/work.ts";
import { reorderGates, transposed } from "../../start/layouts.ts";
import { CLASSES, gates } from "../../start/recurrent-start.ts";
import { type Results, STEPS } from "../contender.ts";
import { read } from "../read.ts";
import { losses, type Task } from "../task.ts";
import { kerasOrder } from "./layer.ts";
import { makeNetwork } from "./network.ts";

export async function training(work: RecurrentWork): Promise<Task> {
  await loadGradients();
  const network = makeNetwork(work);
  const { model, x, targets } = network;
  const run = async () => (await model.trainOnBatch(x, targets)) as number;
  return {
    results: async () => ({
      probabilities: await read(network.probabilities),
      ...(await gradients(work, network)),
      losses: await losses(run, STEPS),
    }),
    run,
    dispose: network.dispose,
  };
}

/** Its training step keeps its gradients to itself, so the loss is written out here. */
async function gradients(
  { cell, input, hidden }: RecurrentWork,
  { model, x, targets }: ReturnType<typeof makeNetwork>,
): Promise<Results> {
  const loss = () => {
    const probabilities = model.apply(x, { training: true }) as Tensor;
    const hot = oneHot(cast(targets, "int32"), CLASSES);
    const ofTarget = sum(mul(probabilities, cast(hot, "float32")), 1);
    return neg(mean(log(ofTarget))) as Scalar;
  };
  const rows = gates[cell] * hidden;
  const gradient = async (place: number, width: number, columns: number) => {
    // A layer's weight wraps the variable that tfjs differentiates by.
    const weight = model.trainableWeights[place] as unknown as { val: Variable };
    const values = await read(
      () => variableGrads(loss, [weight.val]).grads[weight.val.name] as Tensor,
    );
    return transposed(values, width, columns);
  };
  const ofGates = async (place: number, width: number) =>
    reorderGates(await gradient(place, width, rows), kerasOrder[cell]);
  return {
    "gradient of weight_ih": await ofGates(0, input),
    "gradient of weight_hh": await ofGates(1, hidden),
    "gradient of head": await gradient(2, hidden, CLASSES),
  };
}
