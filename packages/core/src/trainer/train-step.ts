import {
  dispose,
  type Scalar,
  type Tensor,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { NumericError, ShapeError } from "../errors.ts";
import type { Model } from "../module/model.ts";
import { type Clipping, clipGradients } from "../optimizers/clip.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { findNonFinite } from "./find-non-finite.ts";

export interface TrainStepOptions {
  model: Model;
  optimizer: Optimizer;
  /** The loss of one batch, a scalar. */
  loss: () => Tensor;
  clip?: Clipping | undefined;
  learningRate?: number | undefined;
}

/**
 * One update of all parameters: forward, backward, clip, apply.
 *
 * @throws {NumericError} when the loss or a gradient is not finite; it names the layer and the
 *   step, and the parameters are left as they were
 */
export async function trainStep(
  options: TrainStepOptions,
): Promise<{ loss: number; gradNorm: number }> {
  const { model, optimizer, clip, learningRate } = options;
  const entries = Object.entries(model.parameters);
  const scalarLoss = () => {
    const loss = options.loss();
    if (loss.rank !== 0) {
      throw new ShapeError(
        `trainStep: the loss must be a scalar, got shape [${loss.shape}]. Take its mean.`,
      );
    }
    return loss as Scalar;
  };
  await loadGradients();
  const { value, grads: byVariable } = variableGrads(
    scalarLoss,
    entries.map(([, parameter]) => parameter),
  );
  const grads: Record<string, Tensor> = {};
  for (const [name, parameter] of entries) {
    const grad = byVariable[(parameter as Variable).name];
    if (grad) {
      grads[name] = grad;
    }
  }
  const clipped = clipGradients(grads, clip);
  try {
    const [[loss], [gradNorm]] = (await Promise.all([
      value.data(),
      clipped.globalNorm.data(),
    ])) as unknown as [[number], [number]];
    if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) {
      const place = findNonFinite(model, () => void options.loss(), grads);
      throw new NumericError(
        `Trainer: the loss at step ${optimizer.step + 1} must be finite, got ${loss} (gradient norm ${gradNorm}); ` +
          `the first number that is not came in ${place}. Lower the learning rate, clip by global norm, or check the data.`,
      );
    }
    optimizer.apply(clipped, learningRate);
    return { loss, gradNorm };
  } finally {
    dispose([value, grads, clipped.grads, clipped.scales, clipped.globalNorm]);
  }
}
