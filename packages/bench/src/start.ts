import { Rng, uniform } from "@unroll/core";
import type { Case } from "./case.ts";
import { CLASSES, type Start } from "./contender.ts";

/** The same data and weights for both sides. */
export function makeStart({ batch, time, input, hidden }: Case): Start {
  const rng = Rng.fromSeed(1);
  const weights = uniform(1 / Math.sqrt(hidden));
  return {
    x: rng.fold("x").normal(batch * time * input),
    targets: Int32Array.from({ length: batch }, (_, row) => row % CLASSES),
    weightIh: weights(4 * hidden, input, rng.fold("weightIh")),
    weightHh: weights(4 * hidden, hidden, rng.fold("weightHh")),
    head: weights(CLASSES, hidden, rng.fold("head")),
  };
}
