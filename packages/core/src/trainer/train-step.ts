import {
  dispose,
  type Scalar,
  sum,
  type Tensor,
  tidy,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { ConfigError, NumericError, ShapeError } from "../errors.ts";
import type { Model } from "../module/model.ts";
import { trainableOf } from "../module/module.ts";
import { type Clipping, clipGradients } from "../optimizers/clip.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { alreadyThere } from "./already-there.ts";
import { findNonFinite } from "./find-non-finite.ts";
import { HeldValues } from "./held-values.ts";
import type { WeightAveraging } from "./weight-averaging.ts";

export interface TrainStepOptions {
  model: Model;
  optimizer: Optimizer;
  /** The loss of one batch, a scalar. It is computed once more where a number is not finite. */
  loss: () => Tensor;
  clip?: Clipping | undefined;
  learningRate?: number | undefined;
  /** Takes the updated parameters. */
  averaging?: WeightAveraging | undefined;
}

/** What is told of a step. */
export interface StepFigures {
  loss: number;
  /** The norm of all gradients before clipping. */
  gradNorm: number;
}

/**
 * One update of all parameters: forward, backward, clip, apply.
 *
 * @throws {NumericError} when the loss or a gradient is not finite; it names the layer and the
 *   step, and the parameters are left as they were
 */
export async function trainStep(options: TrainStepOptions): Promise<StepFigures> {
  const step = await StepInFlight.start(options);
  try {
    return await step.finish();
  } finally {
    await step.dispose();
  }
}

/**
 * An update that may be applied before it is known whether its numbers are finite: what it changed is held
 * until they come, so that it can be undone.
 */
export class StepInFlight {
  readonly #options: TrainStepOptions;
  /** Counts from 1. */
  readonly #step: number;
  readonly #figures: Promise<StepFigures>;
  /** Undefined where the figures were there before the update. */
  readonly #before: HeldValues | undefined;

  private constructor(
    options: TrainStepOptions,
    step: number,
    figures: Promise<StepFigures>,
    before: HeldValues | undefined,
  ) {
    this.#options = options;
    this.#step = step;
    this.#figures = figures;
    this.#before = before;
  }

  /** @throws {NumericError} when the figures are there at once, and are not finite */
  static async start(options: TrainStepOptions): Promise<StepInFlight> {
    await loadGradients();
    const { optimizer, averaging, clip, learningRate } = options;
    const step = optimizer.step + 1;
    const { value, grads } = gradientsOf(options);
    const clipped = clipGradients(grads, clip);
    const figures = readFigures(value, clipped.globalNorm);
    try {
      const early = await alreadyThere(figures);
      if (early) requireFinite(early, step, options);
      const averages = averaging ? Object.values(averaging.averages) : [];
      const before = early ? undefined : new HeldValues([...optimizer.variables, ...averages]);
      optimizer.apply(clipped, learningRate);
      averaging?.update(step);
      return new StepInFlight(options, step, figures, before);
    } finally {
      dispose([grads, clipped.grads, clipped.scales]);
    }
  }

  /** Whether its figures were there at once. */
  get arrived(): boolean {
    return this.#before === undefined;
  }

  /**
   * Waits for the figures.
   * @throws {NumericError} when they are not finite; this step, and every later one, is then undone
   */
  async finish(): Promise<StepFigures> {
    const figures = await this.#figures;
    if (!isFiniteStep(figures)) this.undo();
    requireFinite(figures, this.#step, this.#options);
    return figures;
  }

  /** Undoes this step, and with it every later one. */
  undo(): void {
    this.#before?.restore();
    this.#options.optimizer.step = this.#step - 1;
  }

  /** Lets go of what was before the step. Waits until nothing is read back any more. */
  async dispose(): Promise<void> {
    this.#before?.dispose();
    await this.#figures.catch(() => undefined);
  }
}

/** The loss and the gradients of the trained parameters, by name. */
function gradientsOf({ model, loss }: TrainStepOptions): {
  value: Scalar;
  grads: Record<string, Tensor>;
} {
  const trained = Object.entries(trainableOf(model.parameters));
  if (trained.length === 0) {
    throw new ConfigError(
      "trainStep: the model must have a parameter that is not frozen, got none. Unfreeze a layer.",
    );
  }
  const [[, first]] = trained as [(typeof trained)[number]];
  let failure: { error: unknown } | undefined;
  const scalarLoss = (): Scalar => {
    try {
      return requireScalar(loss());
    } catch (error) {
      // tfjs frees what it saved to go back with only by going back, so it is given something to go back from.
      failure = { error };
      return sum(first);
    }
  };
  const { value, grads: byVariable } = tidy(() => {
    const result = gradientsBy(
      scalarLoss,
      trained.map(([, parameter]) => parameter),
    );
    if (failure) throw failure.error;
    return result;
  });
  const grads = trained.flatMap(([name, parameter]) => {
    const grad = byVariable[parameter.name];
    return grad ? [[name, grad] as const] : [];
  });
  return { value, grads: Object.fromEntries(grads) };
}

/** @throws {ConfigError} when the loss depends on none of the variables: tfjs says what is inside of it */
function gradientsBy(loss: () => Scalar, variables: Variable[]): ReturnType<typeof variableGrads> {
  try {
    return variableGrads(loss, variables);
  } catch (cause) {
    if (!(cause instanceof Error && cause.message.startsWith("Cannot find a connection")))
      throw cause;
    throw new ConfigError(
      "trainStep: the loss must depend on the model's parameters, got one that depends on none. " +
        "Compute it with the model's layers, and without reading numbers back on the way.",
      { cause },
    );
  }
}

/** @throws {ShapeError} when a loss is not a scalar */
function requireScalar(loss: Tensor): Scalar {
  if (loss.rank === 0) return loss as Scalar;
  throw new ShapeError(
    `trainStep: the loss must be a scalar, got shape [${loss.shape}]. Take its mean.`,
  );
}

/** Reads both figures back and frees their tensors. */
async function readFigures(loss: Scalar, gradNorm: Scalar): Promise<StepFigures> {
  try {
    const [losses, norms] = await Promise.all([loss.data(), gradNorm.data()]);
    return { loss: losses[0] as number, gradNorm: norms[0] as number };
  } finally {
    dispose([loss, gradNorm]);
  }
}

function isFiniteStep({ loss, gradNorm }: StepFigures): boolean {
  return Number.isFinite(loss) && Number.isFinite(gradNorm);
}

function requireFinite(figures: StepFigures, step: number, options: TrainStepOptions): void {
  if (isFiniteStep(figures)) return;
  const { loss, gradNorm } = figures;
  const place = findNonFinite(
    options.model,
    () => void options.loss(),
    () => gradientsOf(options).grads,
  );
  throw new NumericError(
    `Trainer: the loss at step ${step} must be finite, got ${loss} (gradient norm ${gradNorm}); ` +
      `the first number that is not came in ${place}. Lower the learning rate, clip by global norm, or check the data.`,
  );
}
