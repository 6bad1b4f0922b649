import { all, isFinite as isFiniteTensor, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { NumericError } from "../errors.ts";
import type { Model } from "../module/model.ts";
import { withProbe } from "./probe.ts";

/**
 * Runs `f` and watches every layer, to find where NaN or infinity comes from. It reads every tensor
 * back from the device, so it is for debugging. (The Trainer does this by itself when a loss is not
 * finite.)
 *
 * @param model  names the layers; without it they are named by their class
 * @throws {NumericError} at the first number that is not finite; it names the layer and whether it
 *   came in or out
 *
 * @example
 * const head = new Dense({ inputSize: 4, outputSize: 2, rng: Rng.fromSeed(42) });
 * const logits = checkNumerics(() => head.forward(ones([1, 4])), new Model({ head }));
 */
export function checkNumerics<T>(f: () => T, model?: Model): T {
  return withProbe((layer, end, tensor) => {
    if (!isAllFinite(tensor)) {
      throw new NumericError(
        `checkNumerics: the ${end} of layer "${layerName(model, layer)}" must be finite, got NaN or infinity. ` +
          (end === "input" ? "Check the data or the layer before it." : "Check its parameters."),
      );
    }
  }, f);
}

/** Whether every element is finite. Reads it back from the device. */
export function isAllFinite(x: Tensor): boolean {
  return tidy(() => all(isFiniteTensor(x)).dataSync()[0] === 1);
}

/** The name of a layer in its model, else that of its class. */
export function layerName(model: Model | undefined, layer: object): string {
  const [name] = Object.entries(model?.layers ?? {}).find(([, module]) => module === layer) ?? [];
  return name ?? layer.constructor.name;
}
