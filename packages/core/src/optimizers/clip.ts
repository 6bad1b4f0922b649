import {
  add,
  clipByValue,
  div,
  minimum,
  type Scalar,
  scalar,
  sqrt,
  square,
  sum,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { ConfigError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";

/**
 * How gradients are kept in bounds before an update: every element by value, every parameter's
 * gradient by its own norm, or all of them together by their global norm, which keeps the direction
 * of the step (Pascanu, Mikolov & Bengio 2013).
 */
export type Clipping = { value: number } | { norm: number } | { globalNorm: number };

/** @throws {ConfigError} unless the bound is above 0 */
export function requireClipping(clipping: Clipping): void {
  const [[kind, bound] = ["", 0]] = Object.entries(clipping);
  if (!(bound > 0)) {
    throw new ConfigError(
      `clip: ${kind} must be above 0, got ${bound}. Leave clip out to switch it off.`,
    );
  }
}

export interface Clipped {
  /** Gradients by parameter; those that clipping by value changed are new tensors. */
  grads: Record<string, Tensor>;
  /** What each gradient is to be multiplied with. */
  scales: Record<string, Scalar>;
  /** The norm of all gradients together, before clipping. */
  globalNorm: Scalar;
}

/** Clips gradients. Norms stay on the device: nothing is read back. */
export function clipGradients(
  grads: Readonly<Record<string, Tensor>>,
  clipping: Clipping | undefined,
): Clipped {
  return tidy(() => {
    const names = Object.keys(grads);
    const globalNorm = sqrt(sumOfSquares(Object.values(grads))) as Scalar;
    const one = scalar(1);
    const all = (scale: Scalar) => Object.fromEntries(names.map((name) => [name, scale]));
    if (clipping === undefined) {
      return { grads: { ...grads }, scales: all(one), globalNorm };
    }
    if ("value" in clipping) {
      const clipped = names.map((name) => {
        const bound = clipping.value;
        return [name, clipByValue(grads[name] as Tensor, -bound, bound)] as const;
      });
      return { grads: Object.fromEntries(clipped), scales: all(one), globalNorm };
    }
    if ("globalNorm" in clipping) {
      return {
        grads: { ...grads },
        scales: all(shrinkTo(clipping.globalNorm, globalNorm)),
        globalNorm,
      };
    }
    const scales = names.map((name) => {
      const norm = sqrt(sumOfSquares([grads[name] as Tensor])) as Scalar;
      return [name, shrinkTo(clipping.norm, norm)] as const;
    });
    return { grads: { ...grads }, scales: Object.fromEntries(scales), globalNorm };
  });
}

/** min(1, bound / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_. */
function shrinkTo(bound: number, norm: Scalar): Scalar {
  return minimum(1, div(bound, add(norm, 1e-6)));
}

function sumOfSquares(tensors: readonly Tensor[]): Scalar {
  const fused = hasKernel("UnrollSquaredNorm");
  let total: Tensor | undefined;
  for (const x of tensors) {
    if (fused) {
      const inputs = { x, ...(total && { sum: total }) };
      [total] = runKernel("UnrollSquaredNorm", inputs, {});
    } else {
      const squares = sum(square(x));
      total = total ? add(total, squares) : squares;
    }
  }
  return (total ?? scalar(0)) as Scalar;
}
