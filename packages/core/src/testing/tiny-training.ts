import { type Tensor, type Tensor3D, tensor1d, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { Dense } from "../layers/dense.ts";
import { Dropout } from "../layers/dropout.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { Context } from "../module/context.ts";
import { Model } from "../module/model.ts";
import { adam } from "../optimizers/adam.ts";
import { linearDecay } from "../optimizers/schedule.ts";
import { Rng } from "../random/rng.ts";
import { elman } from "../sequence/factories.ts";
import type { Sequence } from "../sequence/sequence.ts";
import type { Dataset } from "../trainer/dataset.ts";
import { Trainer } from "../trainer/trainer.ts";
import type { FitOptions, TrainerOptions } from "../trainer/trainer-options.ts";

export interface Batch {
  x: Tensor3D;
  targets: Tensor;
  lengths: Int32Array;
}

const TIME = 5;

/** Which of two features is larger on the first step; rows of different length. */
export class Rows implements Dataset<Batch> {
  readonly size = 50;
  readonly #x = Rng.fromSeed(4).normal(this.size * TIME * 2);
  poison = false;

  length(index: number): number {
    return 1 + (index % TIME);
  }

  batch(indices: Uint32Array): Batch {
    const rows = Array.from(indices, (i) => this.#x.slice(i * TIME * 2, (i + 1) * TIME * 2));
    const factor = this.poison ? Number.NaN : 1;
    const x = rows.flatMap((row) => Array.from(row, (value) => factor * value));
    const targets = rows.map((row) => Number((row[0] as number) > (row[1] as number)));
    return {
      x: tensor3d(x, [indices.length, TIME, 2]),
      targets: tensor1d(targets, "int32"),
      lengths: Int32Array.from(indices, (i) => this.length(i)),
    };
  }
}

class Classifier extends Model<{ rnn: Sequence<never>; dropout: Dropout; head: Dense }> {
  constructor() {
    const rng = Rng.fromSeed(1);
    super({
      rnn: elman({
        inputSize: 2,
        hiddenSize: 8,
        rng: rng.fold("rnn"),
      }) as unknown as Sequence<never>,
      dropout: new Dropout({ rate: 0.2 }),
      head: new Dense({ inputSize: 8, outputSize: 2, rng: rng.fold("head") }),
    });
  }

  loss = ({ x, targets, lengths }: Batch, context = Context.inference): Tensor => {
    const last = this.layers.rnn.last(x, { lengths, context });
    const kept = this.layers.dropout.forward(last, context);
    return crossEntropy(this.layers.head.forward(kept), targets);
  };

  /** Every parameter, bit for bit. */
  bits(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.parameters).map(([name, value]) => [name, `${value.dataSync()}`]),
    );
  }
}

/** A small training with everything on: dropout, clipping, a schedule, averaging, evaluation. */
export function setUp(options: Partial<TrainerOptions<Batch>> = {}) {
  const model = new Classifier();
  const data = new Rows();
  const trainer = new Trainer<Batch>({
    model,
    loss: model.loss,
    optimizer: adam({ learningRate: 0.02 }),
    clip: { globalNorm: 1 },
    schedule: linearDecay(),
    averaging: { decay: 0.9 },
    seed: 3,
    ...options,
  });
  const everyRow = Uint32Array.from({ length: data.size }, (_, i) => i);
  const evaluate = () => ({
    loss: tidy(() => model.loss(data.batch(everyRow)).dataSync())[0] as number,
  });
  const fit = (more: Partial<FitOptions<Batch>> = {}) =>
    trainer.fit({
      data,
      epochs: 4,
      batchSize: 8,
      evaluate,
      evaluateEvery: 5,
      earlyStopping: { metric: "loss", mode: "min" },
      ...more,
    });
  const dispose = () => {
    trainer.dispose();
    model.dispose();
  };
  return { model, data, trainer, evaluate, fit, dispose };
}
