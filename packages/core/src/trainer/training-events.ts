/** Figures of an evaluation by name, such as { loss, accuracy }. */
export type Metrics = Readonly<Record<string, number>>;

/** After every update. */
export interface StepEvent {
  /** Updates done, from 1. */
  step: number;
  totalSteps: number;
  /** From 1. */
  epoch: number;
  loss: number;
  /** The norm of all gradients before clipping. */
  gradNorm: number;
  learningRate: number;
  /** In this batch. */
  examples: number;
  /** From the start of the batch to the end of the update. */
  milliseconds: number;
}

/** After an evaluation. */
export interface EvaluationEvent {
  step: number;
  epoch: number;
  metrics: Metrics;
  /** Whether it is the best so far; undefined without early stopping. */
  best: boolean | undefined;
}

/** After a pass over all examples. */
export interface EpochEvent {
  epoch: number;
  step: number;
  /** The mean of the epoch's losses, each example counted once. */
  loss: number;
}

/** After a checkpoint is on disk. */
export interface CheckpointEvent {
  step: number;
  file: string;
}

/** When a training goes on from a checkpoint. */
export interface ResumeEvent {
  step: number;
  epoch: number;
}

export type TrainingEvents = {
  step: StepEvent;
  evaluation: EvaluationEvent;
  epoch: EpochEvent;
  checkpoint: CheckpointEvent;
  resume: ResumeEvent;
};
