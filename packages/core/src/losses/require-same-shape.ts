import type { Tensor } from "@tensorflow/tfjs-core";
import { ShapeError } from "../errors.ts";

/** @throws {ShapeError} unless both have one shape */
export function requireSameShape(where: string, output: Tensor, targets: Tensor): void {
  if (`${output.shape}` !== `${targets.shape}`) {
    throw new ShapeError(
      `${where}: targets must have shape [${output.shape}], got [${targets.shape}]. Reshape one of them.`,
    );
  }
}
