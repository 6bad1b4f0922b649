import {
  type Rank,
  type ShapeMap,
  tensor,
  tidy,
  type Variable,
  variable,
} from "@tensorflow/tfjs-core";
import type { Initializer } from "../initializers/initializer.ts";
import type { Rng } from "../random/rng.ts";

/** Trainable tensors by their name in a state dict. */
export type Parameters = Readonly<Record<string, Variable>>;

/** Something that owns parameters: a cell, a layer, a sequence, a whole model. */
export interface Module {
  /** Named as PyTorch names them, such as "weight_ih_l0". */
  readonly parameters: Parameters;
}

/**
 * A parameter with its initial values.
 *
 * @param shape  [rows, columns], or [rows] for a vector
 * @param rng    draws the values; null leaves zeros, for weights that will be loaded
 */
export function parameter<R extends Rank.R1 | Rank.R2>(
  shape: ShapeMap[R],
  initializer: Initializer,
  rng: Rng | null,
): Variable<R> {
  const [rows, columns = 1] = shape;
  const values = rng === null ? new Float32Array(rows * columns) : initializer(rows, columns, rng);
  return toParameter<R>(values, shape);
}

/** A parameter from given values. */
export function toParameter<R extends Rank>(values: Float32Array, shape: ShapeMap[R]): Variable<R> {
  return tidy(() => variable(tensor<R>(values, shape, "float32")));
}

/** The parameters of several modules, each name prefixed with its module's name and a dot. */
export function joinParameters(modules: Readonly<Record<string, Module>>): Parameters {
  return Object.fromEntries(
    Object.entries(modules).flatMap(([prefix, module]) =>
      Object.entries(module.parameters).map(([name, value]) => [`${prefix}.${name}`, value]),
    ),
  );
}

/** Frees a module's parameters. */
export function disposeModule(module: Module): void {
  for (const value of Object.values(module.parameters)) {
    value.dispose();
  }
}
