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
  tensor1d,
  tensor2d,
  tensor3d,
  train,
  transpose,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import type { Case } from "./case.ts";
import { CLASSES, type Contender, LEARNING_RATE, type Start } from "./contender.ts";
import { read } from "./read.ts";

/** The same network in tfjs-layers, on the same tfjs backend. */
export function tfjsLayers({ batch, time, input, hidden }: Case, start: Start): Contender {
  const model = sequential({
    layers: [
      layers.lstm({
        units: hidden,
        inputShape: [time, input],
        recurrentActivation: "sigmoid",
        useBias: false,
        // Its default, orthogonal, takes minutes; the weights are set below.
        recurrentInitializer: "zeros",
      }),
      layers.dense({ units: CLASSES, activation: "softmax" }),
    ],
  });
  model.compile({
    optimizer: train.adam(LEARNING_RATE),
    loss: "sparseCategoricalCrossentropy",
  });
  const columns = (values: Float32Array, rows: number, width: number): Tensor => {
    const matrix = tensor2d(values, [rows, width]);
    const turned = transpose(matrix);
    matrix.dispose();
    return turned;
  };
  const weights = [
    columns(start.weightIh, 4 * hidden, input),
    columns(start.weightHh, 4 * hidden, hidden),
    columns(start.head, CLASSES, hidden),
    tensor1d(new Float32Array(CLASSES)),
  ];
  model.setWeights(weights);
  const x = tensor3d(start.x, [batch, time, input]);
  const targets = tensor1d(Float32Array.from(start.targets));
  return {
    train: async () => (await model.trainOnBatch(x, targets)) as number,
    infer: () => read(() => model.predict(x) as Tensor),
    gradient: () => {
      // Its training step keeps its gradients to itself, so the loss is written out here.
      const loss = () => {
        const probabilities = model.apply(x, { training: true }) as Tensor;
        const hot = oneHot(cast(targets, "int32"), CLASSES);
        const ofTarget = sum(mul(probabilities, cast(hot, "float32")), 1);
        return neg(mean(log(ofTarget))) as Scalar;
      };
      const recurrent = model.trainableWeights[1] as { name: string };
      return read(() => transpose(variableGrads(loss).grads[recurrent.name] as Tensor));
    },
    dispose: () => {
      model.dispose();
      for (const tensor of [...weights, x, targets]) {
        tensor.dispose();
      }
    },
  };
}
