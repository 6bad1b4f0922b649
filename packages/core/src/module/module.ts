import {
  getBackend,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
} from "@tensorflow/tfjs-core";
import { BackendError } from "../errors.ts";
import type { Initializer } from "../initializers/initializer.ts";
import type { Rng } from "../random/rng.ts";
import type { RankOf } from "../ranks.ts";
import { requireRng } from "./claim-rng.ts";
import { noteMade, requireRoom } from "./parameter-limit.ts";

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
 * @param shape  of any rank; an initializer sees [rows, columns], the columns being all axes but the first
 * @param rng    draws the values; null leaves zeros, for weights that will be loaded
 * @throws {BackendError} before a backend is in use
 *
 * @example
 * const rng = Rng.fromSeed(42);
 * const weight = parameter([8, 4], glorotUniform, rng.fold("weight")); // Variable<Rank.R2>
 * const bias = parameter([8], zeros, rng.fold("bias")); // Variable<Rank.R1>
 */
export function parameter<const Shape extends readonly number[]>(
  shape: Shape,
  initializer: Initializer,
  rng: Rng | null,
): Variable<RankOf<Shape>> {
  requireRng("parameter", rng);
  const [rows = 1, ...rest] = shape;
  const columns = rest.reduce((product, size) => product * size, 1);
  requireRoom(rows * columns);
  const values = rng === null ? new Float32Array(rows * columns) : initializer(rows, columns, rng);
  return toParameter(values, shape);
}

/** A parameter from given values. */
export function toParameter<const Shape extends readonly number[]>(
  values: Float32Array,
  shape: Shape,
): Variable<RankOf<Shape>> {
  // tfjs would start the best backend that happens to be registered, or none and say less.
  if ((getBackend() as string | undefined) === undefined) {
    throw new BackendError(
      "parameter: a backend must be in use, got none. Await useBackend(...) before making layers.",
    );
  }
  return tidy(() => {
    const initial: Tensor = tensor(values, [...shape], "float32");
    // It has the rank of its shape: TypeScript cannot know.
    const made = variable(initial as Tensor<RankOf<Shape>>);
    noteMade(made);
    return made;
  });
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
