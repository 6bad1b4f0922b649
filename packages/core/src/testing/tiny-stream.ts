import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { GruState } from "../cells/gru-cell.ts";
import { Dense } from "../layers/dense.ts";
import { Dropout } from "../layers/dropout.ts";
import { Embedding } from "../layers/embedding.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { Model } from "../module/model.ts";
import { adam } from "../optimizers/adam.ts";
import { cosineDecay } from "../optimizers/schedule.ts";
import { Rng } from "../random/rng.ts";
import { gru } from "../sequence/factories.ts";
import { type StreamBatch, tokenStreams } from "../trainer/streams.ts";
import { Trainer } from "../trainer/trainer.ts";
import type { FitOptions, TrainerOptions } from "../trainer/trainer-options.ts";

type Options = TrainerOptions<StreamBatch<Tensor2D>, GruState[]>;

/** A language model of four tokens that carries its state from batch to batch, with everything on. */
export function setUpStream(options: Partial<Options> = {}) {
  const rng = Rng.fromSeed(2);
  const embedding = new Embedding({
    numEmbeddings: 4,
    embeddingSize: 3,
    rng: rng.fold("embedding"),
  });
  const rnn = gru({ inputSize: 3, hiddenSize: 5, rng: rng.fold("rnn") });
  const dropout = new Dropout({ rate: 0.1 });
  const head = new Dense({ inputSize: 5, outputSize: 4, rng: rng.fold("head") });
  const model = new Model({ embedding, rnn, head });
  const loss: Options["loss"] = ({ x, next }, context, carried) => {
    const { y, state } = rnn.run(embedding.forward(x), { state: carried, context });
    return { loss: crossEntropy(head.forward(dropout.forward(y, context)), next), state };
  };
  const trainer = new Trainer({
    model,
    loss,
    optimizer: adam({ learningRate: 0.01 }),
    clip: { globalNorm: 1 },
    schedule: cosineDecay(),
    averaging: { decay: 0.9 },
    seed: 3,
    ...options,
  });
  const draw = Rng.fromSeed(4);
  const tokens = Array.from({ length: 100 }, (_, i) => (i + draw.nextInt(2)) % 4);
  const data = tokenStreams(tokens.slice(0, 80), { batchSize: 3, timeSteps: 6 });
  const dev = tokenStreams(tokens.slice(80), { batchSize: 1, timeSteps: 6 });
  const fit = (more: Partial<FitOptions<StreamBatch<Tensor2D>>> = {}) =>
    trainer.fit({
      data,
      epochs: 3,
      evaluate: async ({ signal }) => ({ loss: await trainer.meanLoss({ data: dev, signal }) }),
      evaluateEvery: 4,
      earlyStopping: { metric: "loss", mode: "min" },
      ...more,
    });
  const bits = () => Object.values(model.parameters).map((value) => `${value.dataSync()}`);
  const dispose = () => {
    trainer.dispose();
    model.dispose();
  };
  return { model, trainer, loss, data, dev, fit, bits, dispose };
}
