import { type Tensor, tensor1d, tensor2d, tensor3d, train, transpose } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import type { Case } from "./case.ts";
import { CLASSES, type Contender, LEARNING_RATE, type Start } from "./contender.ts";

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
    infer: async () => {
      const probabilities = model.predict(x) as Tensor;
      const values = (await probabilities.data()) as Float32Array;
      probabilities.dispose();
      return values;
    },
    dispose: () => {
      model.dispose();
      for (const tensor of [...weights, x, targets]) {
        tensor.dispose();
      }
    },
  };
}
