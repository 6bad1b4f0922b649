import { engine, getGradient, ZerosLike } from "@tensorflow/tfjs-core";
import { BackendError } from "../errors.ts";

/**
 * Loads tfjs' gradients of its own ops: once, and before the first gradient is recorded by hand with
 * `grad` or `variableGrads`. {@link Trainer} and {@link trainStep} call it themselves. What only infers
 * never loads them.
 *
 * @example
 * await useBackend(wasm());
 * await loadGradients();
 * const head = new Dense({ inputSize: 3, outputSize: 2, rng: Rng.fromSeed(42) });
 * const targets = tensor1d([0, 1], "int32");
 * const { value, grads } = variableGrads(() => crossEntropy(head.forward(ones([2, 3])), targets));
 */
export async function loadGradients(): Promise<void> {
  // tfjs-core alone registers none, and in Node its deep files cannot be imported, so the build bundles them
  // into core. tfjs keeps its registry on globalThis: both copies share it. The bundle exports nothing, so
  // package.json names it among the files with side effects.
  if (!areLoaded()) await import("@tensorflow/tfjs-core/dist/register_all_gradients.js");
}

/**
 * Where a gradient is recorded without them, going back would end at tfjs' first op.
 * @throws {BackendError} when a gradient is recorded and they are not loaded
 */
export function requireGradients(): void {
  if (engine().isTapeOn() && !areLoaded()) {
    throw new BackendError(
      "loadGradients: tfjs' gradients must be loaded before a gradient is recorded, got none. " +
        "Call await loadGradients() of @unroll/core once, after useBackend; Trainer does it itself.",
    );
  }
}

/** Also where the package @tensorflow/tfjs has registered them. This one comes last. */
function areLoaded(): boolean {
  return getGradient(ZerosLike) !== undefined;
}
