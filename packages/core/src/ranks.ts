import type { Rank, Tensor } from "@tensorflow/tfjs-core";

/** The rank of a shape's type. */
export type RankOf<Shape extends readonly number[]> = number extends Shape["length"]
  ? Rank
  : `R${Shape["length"]}` extends `${infer R extends Rank}`
    ? R
    : Rank;

/** One axis more. */
export type RankAbove<R extends Rank> = {
  R0: Rank.R1;
  R1: Rank.R2;
  R2: Rank.R3;
  R3: Rank.R4;
  R4: Rank.R5;
  R5: Rank.R6;
  R6: Rank;
}[R];

/**
 * What an argument of rank `Wanted` takes: a tensor of that rank, or one whose rank is known only when it runs,
 * as `tensor`, `randomNormal`, `add` and most functions of tfjs return it. Another rank does not compile.
 */
export type OfRank<Wanted extends Rank, R extends Rank> = Wanted extends R
  ? Tensor<R>
  : Tensor<Wanted>;
