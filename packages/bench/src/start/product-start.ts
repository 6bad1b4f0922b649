import { Rng } from "@unroll/core";
import type { ProductWork } from "../cases/work.ts";

/** Both factors, as they lie in memory. */
export interface ProductStart {
  a: Float32Array;
  aShape: [number, number];
  b: Float32Array;
  bShape: [number, number];
}

/** The same numbers in every process that makes them. */
export function makeProductStart(work: ProductWork): ProductStart {
  const { rows, depth, width, transposeA, transposeB } = work;
  const rng = Rng.fromSeed(1);
  return {
    a: rng.fold("a").normal(rows * depth),
    aShape: transposeA ? [depth, rows] : [rows, depth],
    b: rng.fold("b").normal(depth * width),
    bShape: transposeB ? [width, depth] : [depth, width],
  };
}
