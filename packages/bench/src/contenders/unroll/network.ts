import {
  softmax,
  type Tensor1D,
  type Tensor3D,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  type Variable,
} from "@tensorflow/tfjs-core";
import { crossEntropy, Dense, elman, gru, lstm, Model, type Sequence } from "@unroll/core";
import type { RecurrentWork } from "../../cases/work.ts";
import { CLASSES, gates, makeRecurrentStart } from "../../start/recurrent-start.ts";

interface Batch {
  x: Tensor3D;
  targets: Tensor1D;
}

/** A recurrent layer and a dense head on its last output, on whatever backend is in use. */
export function makeNetwork(work: RecurrentWork) {
  const { cell, batch, time, input, hidden } = work;
  const start = makeRecurrentStart(work);
  const model = new Model({
    rnn: makeSequence(work),
    head: new Dense({ inputSize: hidden, outputSize: CLASSES, rng: null }),
  });
  const { rnn, head } = model.layers;
  const rows = gates[cell] * hidden;
  const compared = {
    weight_ih: rnn.parameters.weight_ih_l0 as Variable,
    weight_hh: rnn.parameters.weight_hh_l0 as Variable,
    head: head.weight,
  };
  tidy(() => {
    compared.weight_ih.assign(tensor2d(start.weightIh, [rows, input]));
    compared.weight_hh.assign(tensor2d(start.weightHh, [rows, hidden]));
    compared.head.assign(tensor2d(start.head, [CLASSES, hidden]));
  });
  const logits = (x: Tensor3D) => head.forward(rnn.last(x));
  return {
    model,
    compared,
    batch: (): Batch => ({
      x: tensor3d(start.x, [batch, time, input]),
      targets: tensor1d(start.targets, "int32"),
    }),
    probabilities: ({ x }: Batch) => softmax(logits(x)),
    loss: ({ x, targets }: Batch) => crossEntropy(logits(x), targets),
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
