import {
  type Scalar,
  softmax,
  type Tensor,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { adam, crossEntropy, Dense, lstm, Model, Optimizer, trainStep } from "@unroll/core";
import type { Case } from "./case.ts";
import { ADAM_EPSILON, CLASSES, type Contender, LEARNING_RATE, type Start } from "./contender.ts";
import { read } from "./read.ts";

/** An LSTM and a dense head on its last output, on whatever backend is in use. */
export function unroll({ batch, time, input, hidden }: Case, start: Start): Contender {
  const model = new Model(
    {},
    {
      // Without bias: tfjs-layers has one where PyTorch has two, and each would get the update.
      rnn: lstm({ inputSize: input, hiddenSize: hidden, bias: false, rng: null }),
      head: new Dense({ inputSize: hidden, outputSize: CLASSES, rng: null }),
    },
  );
  const { rnn, head } = model.layers;
  tidy(() => {
    rnn.parameters.weight_ih_l0?.assign(tensor2d(start.weightIh, [4 * hidden, input]) as Tensor);
    rnn.parameters.weight_hh_l0?.assign(tensor2d(start.weightHh, [4 * hidden, hidden]) as Tensor);
    head.weight.assign(tensor2d(start.head, [CLASSES, hidden]) as Tensor);
  });
  const x = tensor3d(start.x, [batch, time, input]);
  const targets = tensor1d(start.targets, "int32");
  const rule = adam({ learningRate: LEARNING_RATE, epsilon: ADAM_EPSILON });
  const optimizer = new Optimizer(rule, model.parameters);
  const forward = () => head.forward(rnn.last(x));
  const loss = () => crossEntropy(forward(), targets);
  return {
    train: async () => (await trainStep({ model, optimizer, loss })).loss,
    infer: () => read(() => softmax(forward())),
    gradient: () => {
      const weights = rnn.parameters.weight_hh_l0 as Variable;
      return read(
        () => variableGrads(() => loss() as Scalar, [weights]).grads[weights.name] as Tensor,
      );
    },
    dispose: () => {
      model.dispose();
      optimizer.dispose();
      x.dispose();
      targets.dispose();
    },
  };
}
