import { type Tensor, tidy } from "@tensorflow/tfjs-core";
import { isAllFinite, layerName } from "../diagnostics/check-numerics.ts";
import { withProbe } from "../diagnostics/probe.ts";
import type { Model } from "../module/model.ts";

/**
 * Where a loss or a gradient first went wrong: a parameter, or the layer into which or out of
 * which the first number came that is not finite.
 *
 * @param forward    runs the model on the batch once more
 * @param gradients  computes the gradients once more, by parameter
 */
export function findNonFinite(
  model: Model,
  forward: () => void,
  gradients: () => Readonly<Record<string, Tensor>>,
): string {
  for (const [name, value] of Object.entries(model.parameters)) {
    if (!isAllFinite(value)) {
      return `parameter "${name}"`;
    }
  }
  let found: string | undefined;
  tidy(() => {
    withProbe((layer, end, tensor) => {
      if (found === undefined && !isAllFinite(tensor)) {
        found = `the ${end} of layer "${layerName(model, layer)}"`;
      }
    }, forward);
  });
  if (found !== undefined) {
    return found;
  }
  return tidy(() => {
    const [name] = Object.entries(gradients()).find(([, grad]) => !isAllFinite(grad)) ?? [];
    return name === undefined ? "the loss itself" : `the gradient of "${name}"`;
  });
}
