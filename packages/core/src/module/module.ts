import {
  getBackend,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
} from "@tensorflow/tfjs-core";
import { BackendError, ConfigError } from "../errors.ts";
import type { Initializer } from "../initializers/initializer.ts";
import type { Rng } from "../random/rng.ts";
import type { RankOf } from "../ranks.ts";
import { describeValue } from "../storage/describe-value.ts";
import { requireRng } from "./claim-rng.ts";
import { noteMade, requireRoom } from "./parameter-limit.ts";

/** Parameters by their name in a state dict. */
export type Parameters = Readonly<Record<string, Variable>>;

/** The other names of shared parameters, each with the name it stands under among the parameters. */
export type Aliases = Readonly<Record<string, string>>;

/** Something that owns parameters: a cell, a layer, a sequence, a whole model. */
export interface Module {
  /** Named as PyTorch names them, such as "weight_ih_l0". */
  readonly parameters: Parameters;
  /** Other names of those that stand there once but are used in several places. */
  readonly aliases?: Aliases;
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

/**
 * The parameters of several modules, each name prefixed with its module's name and a dot. One that several
 * modules share, or that belongs to a module under two names, stands there once, under its first name.
 */
export function joinParameters(modules: Readonly<Record<string, Module>>): Parameters {
  return nameParameters(modules).parameters;
}

/** As {@link joinParameters}, with the other names of those that are shared. */
export function nameParameters(modules: Readonly<Record<string, Module>>): {
  parameters: Parameters;
  aliases: Aliases;
} {
  const firstNames = new Map<Variable, string>();
  const parameters: Record<string, Variable> = {};
  const aliases: Record<string, string> = {};
  for (const [prefix, module] of Object.entries(modules)) {
    requireModule(prefix, module);
    for (const [inner, value] of Object.entries(module.parameters)) {
      const name = `${prefix}.${inner}`;
      const first = firstNames.get(value);
      if (first === undefined) {
        firstNames.set(value, name);
        parameters[name] = value;
      } else {
        aliases[name] = first;
      }
    }
    for (const [alias, inner] of Object.entries(module.aliases ?? {})) {
      const name = `${prefix}.${inner}`;
      aliases[`${prefix}.${alias}`] = aliases[name] ?? name;
    }
  }
  return { parameters, aliases };
}

/**
 * Freezes a module: training leaves its parameters as they are. They get no gradient and no memory of the
 * optimizer, and count neither in the gradients' norm nor in an average. Model files hold them as ever.
 *
 * What is frozen when `Trainer.fit` is called stays so until it returns.
 *
 * @returns the same module
 * @example
 * const embedding = freeze(new Embedding({ numEmbeddings: 100, embeddingSize: 8, rng: Rng.fromSeed(1) }));
 * // ... train what lies above it, then all of it:
 * unfreeze(embedding);
 */
export function freeze<M extends Module>(module: M): M {
  return setTrainable(module, false);
}

/** Lets training change a module's parameters again. Returns the same module. */
export function unfreeze<M extends Module>(module: M): M {
  return setTrainable(module, true);
}

function setTrainable<M extends Module>(module: M, trainable: boolean): M {
  for (const value of Object.values(module.parameters)) {
    value.trainable = trainable;
  }
  return module;
}

/** Those of the parameters that training changes. */
export function trainableOf(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value.trainable));
}

/** Frees a module's parameters. */
export function disposeModule(module: Module): void {
  for (const value of new Set(Object.values(module.parameters))) {
    value.dispose();
  }
}

/** @throws {ConfigError} unless it is a layer, as JavaScript lets anything be */
function requireModule(name: string, value: unknown): asserts value is Module {
  const { parameters } = Object(value) as Partial<Module>;
  if (typeof parameters === "object") return;
  throw new ConfigError(
    `Model: ${name} must be a layer, an object with parameters, got ${describeValue(value)}. ` +
      "Pass such as { rnn: gru({ ... }), head: new Dense({ ... }) }.",
  );
}
