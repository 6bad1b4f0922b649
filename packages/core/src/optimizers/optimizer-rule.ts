import type { Scalar, Tensor } from "@tensorflow/tfjs-core";

/** What one update of one parameter sees. */
export interface UpdateInputs {
  param: Tensor;
  grad: Tensor;
  /** The rule's memory of this parameter, zeros at first, in the order of `slots`. */
  slots: readonly Tensor[];
  /** Multiplies the gradient: 1, or less when it is clipped. */
  scale: Scalar;
  learningRate: number;
  /** Counts from 1. */
  step: number;
}

/**
 * An optimizer: a pure rule from a gradient to new values. Its memory is kept, saved and resumed
 * by whoever applies it, in named slots of the parameter's shape.
 */
export interface OptimizerRule {
  readonly name: string;
  readonly learningRate: number;
  readonly slots: readonly string[];
  /** All options as plain data; a checkpoint compares them on resume. */
  readonly config: Readonly<Record<string, number | boolean>>;
  /** @returns the new parameter, then the new slots */
  update(inputs: UpdateInputs): Tensor[];
}
