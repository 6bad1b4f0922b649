import { dispose, type Tensor, tensor1d, tensor2d, tensor3d, train } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import type { RecurrentWork } from "../../cases/work.ts";
import { transposed } from "../../start/layouts.ts";
import {
  ADAM_EPSILON,
  CLASSES,
  LEARNING_RATE,
  makeRecurrentStart,
} from "../../start/recurrent-start.ts";
import { recurrentLayer, recurrentWeights } from "./layer.ts";

/** The same network in tfjs-layers, on the same tfjs backend, ready to train. */
export function makeNetwork(work: RecurrentWork) {
  const { batch, time, input, hidden } = work;
  const start = makeRecurrentStart(work);
  const model = sequential();
  model.add(layers.inputLayer({ inputShape: [time, input] }));
  model.add(recurrentLayer(work, false));
  model.add(layers.dense({ units: CLASSES, activation: "softmax" }));
  const optimizer = train.adam(LEARNING_RATE, 0.9, 0.999, ADAM_EPSILON);
  model.compile({ optimizer, loss: "sparseCategoricalCrossentropy" });
  const weights = [
    ...recurrentWeights(work, start),
    tensor2d(transposed(start.head, CLASSES, hidden), [hidden, CLASSES]),
    tensor1d(new Float32Array(CLASSES)),
  ];
  model.setWeights(weights);
  dispose(weights);
  const x = tensor3d(start.x, [batch, time, input]);
  const targets = tensor1d(Float32Array.from(start.targets));
  return {
    model,
    x,
    targets,
    probabilities: () => model.predict(x) as Tensor,
    dispose: () => {
      model.dispose();
      optimizer.dispose();
      dispose([x, targets]);
    },
  };
}
