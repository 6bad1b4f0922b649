import { softmax, tensor1d, tensor2d, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { crossEntropy, Dense, elman, gru, lstm, Model, type Sequence } from "@unroll/core";
import type { RecurrentWork } from "../../cases/work.ts";
import { CLASSES, gates, type RecurrentStart } from "../../start/recurrent-start.ts";

/** A recurrent layer and a dense head on its last output, on whatever backend is in use. */
export function makeNetwork(work: RecurrentWork, start: RecurrentStart) {
  const { cell, batch, time, input, hidden } = work;
  const model = new Model({
    rnn: makeSequence(work),
    head: new Dense({ inputSize: hidden, outputSize: CLASSES, rng: null }),
  });
  const { rnn, head } = model.layers;
  const rows = gates[cell] * hidden;
  tidy(() => {
    rnn.parameters.weight_ih_l0?.assign(tensor2d(start.weightIh, [rows, input]));
    rnn.parameters.weight_hh_l0?.assign(tensor2d(start.weightHh, [rows, hidden]));
    head.weight.assign(tensor2d(start.head, [CLASSES, hidden]));
  });
  const x = tensor3d(start.x, [batch, time, input]);
  const targets = tensor1d(start.targets, "int32");
  const logits = () => head.forward(rnn.last(x));
  return {
    model,
    probabilities: () => softmax(logits()),
    loss: () => crossEntropy(logits(), targets),
    dispose: () => {
      model.dispose();
      x.dispose();
      targets.dispose();
    },
  };
}

/** The recurrent layer alone, its weights 0. */
export function makeSequence({ cell, variant, input, hidden }: RecurrentWork): Sequence {
  const options = { inputSize: input, hiddenSize: hidden, bias: false, rng: null } as const;
  switch (cell) {
    case "lstm":
      return lstm(options) as Sequence;
    case "gru":
      return gru({ ...options, resetAfter: variant !== "reset before" }) as Sequence;
    case "elman":
      return elman({ ...options, nonlinearity: variant === "relu" ? "relu" : "tanh" }) as Sequence;
  }
}
