import {
  dispose,
  type Scalar,
  type Tensor,
  type TensorContainer,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { adam, type Clipping, loadGradients, type Model, Optimizer, trainStep } from "@unroll/core";
import { ADAM_EPSILON, LEARNING_RATE } from "../../start/recurrent-start.ts";
import { type Results, STEPS } from "../contender.ts";
import { losses, type Task } from "../task.ts";

/** Something to train. */
export interface Network<Batch> {
  model: Model;
  /** The weights whose gradients are compared, by the name that all sides give them. */
  compared: Readonly<Record<string, Variable>>;
  clip?: Clipping;
  /** Makes the batch that it is trained on, the same each time; the caller disposes it. */
  batch(): Batch;
  loss(batch: Batch): Scalar;
}

/** One Adam update after the other: what the trainer does for each batch. */
export async function training<Batch>(
  { model, compared, clip, batch: makeBatch, loss: lossOf }: Network<Batch>,
  outputs: (batch: Batch) => Promise<Results> = async () => ({}),
): Promise<Task> {
  await loadGradients();
  const rule = adam({ learningRate: LEARNING_RATE, epsilon: ADAM_EPSILON });
  const optimizer = new Optimizer(rule, model.parameters);
  const batch = makeBatch();
  const loss = () => lossOf(batch);
  const run = async () => (await trainStep({ model, optimizer, loss, clip })).loss;
  return {
    results: async () => ({
      ...(await outputs(batch)),
      ...(await gradients(loss, compared)),
      losses: await losses(run, STEPS),
    }),
    run,
    dispose: () => {
      model.dispose();
      optimizer.dispose();
      dispose(batch as TensorContainer);
    },
  };
}

async function gradients(
  loss: () => Scalar,
  weights: Network<never>["compared"],
): Promise<Results> {
  const { value, grads } = variableGrads(loss, Object.values(weights));
  const found: Record<string, Float32Array> = {};
  for (const [name, weight] of Object.entries(weights)) {
    const gradient = grads[weight.name] as Tensor;
    found[`gradient of ${name}`] = (await gradient.data()) as Float32Array;
  }
  dispose([value, grads]);
  return found;
}
