import type { Tensor } from "@tensorflow/tfjs-core";
import type { Context } from "../module/context.ts";
import type { Model } from "../module/model.ts";
import type { Clipping } from "../optimizers/clip.ts";
import type { OptimizerRule } from "../optimizers/optimizer-rule.ts";
import type { Schedule } from "../optimizers/schedule.ts";
import type { Storage } from "../storage/storage.ts";
import type { Dataset } from "./dataset.ts";
import type { EarlyStopping } from "./early-stopping.ts";
import type { Metrics } from "./training-events.ts";

export interface TrainerOptions<Batch> {
  model: Model;
  /**
   * The loss of a batch, a scalar. A function of the batch and of the context's random numbers alone,
   * in tfjs ops and layers; pass the context to what drops out.
   */
  loss: (batch: Batch, context: Context) => Tensor;
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

export interface FitOptions<Batch> {
  data: Dataset<Batch>;
  epochs: number;
  batchSize: number;
  /** Judges the model as it is now. */
  evaluate?: (() => Metrics | Promise<Metrics>) | undefined;
  /** In steps. Default: at the end of every epoch. */
  evaluateEvery?: number | undefined;
  earlyStopping?: EarlyStopping | undefined;
  /** Where to keep a checkpoint, and how often to write one. Default: at evaluations alone. */
  checkpoint?: { storage: Storage; every?: number | undefined } | undefined;
  /** Goes on from the checkpoint where there is one. Default false. */
  resume?: boolean | undefined;
  /** Stops after the running step, with a checkpoint. */
  signal?: AbortSignal | undefined;
}
