import type { Rank } from "@tensorflow/tfjs-core";

/** The rank of a shape's type: what tfjs could say of `tensor(values, shape)`, but does not. */
export type RankOf<Shape extends readonly number[]> = number extends Shape["length"]
  ? Rank
  : `R${Shape["length"]}` extends `${infer R extends Rank}`
    ? R
    : Rank;
