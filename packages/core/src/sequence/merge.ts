import { add, div, maximum, type Tensor } from "@tensorflow/tfjs-core";
import { concat } from "../ops/concat.ts";

/** How the outputs of both directions become one. */
export type Merge = "concat" | "sum" | "mean" | "max";

/** Merges forward and reverse outputs on their last axis. */
export function mergeDirections<T extends Tensor>(forward: T, reverse: T, merge: Merge): T {
  switch (merge) {
    case "concat":
      return concat([forward, reverse]);
    case "sum":
      return add(forward, reverse);
    case "mean":
      return div(add(forward, reverse), 2);
    case "max":
      return maximum(forward, reverse);
  }
}
