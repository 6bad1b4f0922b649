import type { Tensor } from "@tensorflow/tfjs-core";
import type { Context } from "../module/context.ts";
import type { Model } from "../module/model.ts";
import type { Clipping } from "../optimizers/clip.ts";
import type { OptimizerRule } from "../optimizers/optimizer-rule.ts";
import type { Schedule } from "../optimizers/schedule.ts";
import type { Storage } from "../storage/storage.ts";
import type { Dataset, OrderedDataset } from "./dataset.ts";
import type { EarlyStopping } from "./early-stopping.ts";
import type { Metrics } from "./training-events.ts";

/**
 * What a training is, however long it lasts.
 *
 * @example
 * const rng = Rng.fromSeed(42);
 * const embedding = new Embedding({ numEmbeddings: 64, embeddingSize: 16, rng });
 * const rnn = lstm({ inputSize: 16, hiddenSize: 32, rng });
 * const head = new Dense({ inputSize: 32, outputSize: 64, rng });
 *
 * // A language model that reads on where the batch before stopped.
 * const options: TrainerOptions<StreamBatch<Tensor2D>, LstmState[]> = {
 *   model: new Model({ embedding, rnn, head }),
 *   loss: ({ x, next }, context, before) => {
 *     const { y, state } = rnn.run(embedding.forward(x), { state: before, context });
 *     return { loss: crossEntropy(head.forward(y), next), state };
 *   },
 *   optimizer: adam({ learningRate: 0.002 }),
 *   schedule: combineSchedules(linearWarmup(100), cosineDecay()),
 *   clip: { globalNorm: 1 },
 *   averaging: { decay: 0.999 },
 *   seed: 42,
 * };
 */
export interface TrainerOptions<Batch, State = unknown> {
  model: Model;
  /**
   * The loss of a batch, a scalar. A function of the batch, the state and the context's random numbers
   * alone, in tfjs ops and layers; pass the context to what drops out.
   *
   * With ordered data it may return a state too, tensors in any structure, and is given it with the next
   * batch, as constants: no gradient flows back through it (truncated backpropagation through time). It is
   * undefined where a batch does not go on from another.
   */
  loss: (
    batch: Batch,
    context: Context,
    state: State | undefined,
  ) => Tensor | { loss: Tensor; state: State };
  optimizer: OptimizerRule;
  /** Default: gradients are not clipped. */
  clip?: Clipping | undefined;
  /** The learning rate's factor over time. Default: always 1. */
  schedule?: Schedule | undefined;
  /** Evaluates and keeps a moving average of the parameters. Default: the parameters themselves. */
  averaging?: { decay: number } | undefined;
  /** Determines shuffling and dropout. */
  seed: number;
}

/**
 * One stretch of a training.
 *
 * @example
 * declare const trainer: Trainer<{ x: Tensor3D; y: Tensor1D }>;
 * declare const data: Dataset<{ x: Tensor3D; y: Tensor1D }>;
 *
 * const storage = memoryStorage();
 * const stop = new AbortController();
 * const options = {
 *   data,
 *   epochs: 20,
 *   batchSize: 32,
 *   checkpoint: { storage, every: 500 },
 *   resume: true, // where there is a checkpoint
 *   signal: stop.signal,
 * };
 * const { reason, steps } = await trainer.fit(options);
 */
export interface FitOptions<Batch> {
  data: Dataset<Batch> | OrderedDataset<Batch>;
  /**
   * How many more epochs, those that `resume` finds done already included. An epoch in which the call
   * before stopped is gone on with, if data and batch size are the same, and counts as one.
   */
  epochs: number;
  /** Examples of a batch; the last one may have fewer. Ordered data have a batch size of their own. */
  batchSize?: number | undefined;
  /** Where batches come as promises, makes the next one while the step runs. Default true. */
  prefetch?: boolean | undefined;
  /**
   * Judges the model as it is now. It throws when it is stopped by the signal (`signal.throwIfAborted()`),
   * and is then called again when the training goes on.
   */
  evaluate?:
    | ((options: { signal: AbortSignal | undefined }) => Metrics | Promise<Metrics>)
    | undefined;
  /** In steps. Default: at the end of every epoch. */
  evaluateEvery?: number | undefined;
  earlyStopping?: EarlyStopping | undefined;
  /** Where to keep a checkpoint, and how often to write one, in steps. Default: at evaluations alone. */
  checkpoint?: { storage: Storage; every?: number | undefined } | undefined;
  /**
   * Goes on from the checkpoint where there is one. Epochs, patience and the learning rate may be others
   * than it was written with, on purpose; whatever else differs is an error. Default false.
   */
  resume?: boolean | undefined;
  /** Stops after the running step or evaluation, with a checkpoint. */
  signal?: AbortSignal | undefined;
}
