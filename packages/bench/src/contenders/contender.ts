import type { Work } from "../cases/work.ts";

/**
 * What both sides of a comparison must agree in, by name. Inference: the probabilities. A step: the
 * outputs of {@link STEPS} steps and the state after them. Training: the gradients, the losses of
 * {@link STEPS} updates, and of a recurrent network the probabilities. A product: its values.
 */
export type Results = Readonly<Record<string, Float32Array>>;

export const STEPS = 3;

/** One side at work, in this process or another: weights set, data made. */
export interface Session {
  results(): Promise<Results>;
  /**
   * Does the work so many times, one after the other, each with its result read.
   * @returns  the milliseconds it took, on the clock of where it runs
   */
  sample(repetitions: number): Promise<number>;
  dispose(): Promise<void>;
}

/** Unroll or a peer, wherever it runs. */
export interface Contender {
  readonly version: string;
  open(work: Work): Promise<Session>;
}
