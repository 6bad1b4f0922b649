import type { Tensor } from "@tensorflow/tfjs-core";
import { ShapeError } from "../errors.ts";
import { requireTensor } from "../module/require-tensor.ts";

/** @throws {ShapeError} unless both are tensors of one shape */
export function requireSameShape(
  where: string,
  what: string,
  output: Tensor,
  targets: Tensor,
): void {
  requireTensor(where, what, output, "float32");
  requireTensor(where, "targets", targets);
  if (`${output.shape}` !== `${targets.shape}`) {
    throw new ShapeError(
      `${where}: targets must have shape [${output.shape}], got [${targets.shape}]. Reshape one of them.`,
    );
  }
}
