import { crossEntropy, crossEntropyGrad } from "./cross-entropy.ts";
import { add, at, type Matrix, type Vector } from "./linear-algebra.ts";
import { product } from "./product.ts";

export interface LinearCrossEntropyInputs {
  x: Matrix;
  weight: Matrix;
  /** Default: zeros. */
  bias?: Vector | undefined;
  targets: Vector;
}

/** The mean loss of logits = x·weightᵀ + bias, and its gradients. A row whose target is ignored is not read. */
export function linearCrossEntropy(
  { x, weight, bias = weight.map(() => 0), targets }: LinearCrossEntropyInputs,
  labelSmoothing: number,
): { loss: number; dX: Matrix; dWeight: Matrix; dBias: Vector } {
  const counted = [...targets.keys()].filter((n) => at(targets, n) >= 0);
  const rows = counted.map((n) => at(x, n));
  const forth = { transposeA: false, transposeB: true };
  const logits = product({ a: rows, b: weight }, forth).map((row) => add(row, bias));
  const given = { logits, targets: counted.map((n) => at(targets, n)) };
  const dLogits = crossEntropyGrad({ ...given, dLosses: [1] }, { labelSmoothing, mean: true });
  const dRows = product({ a: dLogits, b: weight }, { transposeA: false, transposeB: false });
  const dX = x.map((row) => row.map(() => 0));
  for (const [r, n] of counted.entries()) dX[n] = at(dRows, r);
  return {
    loss: crossEntropy(given, { labelSmoothing, mean: true }),
    dX,
    dWeight: weight.map((row, c) =>
      row.map((_, d) =>
        dLogits.reduce((sum, dRow, r) => sum + at(dRow, c) * at(at(rows, r), d), 0),
      ),
    ),
    dBias: bias.map((_, c) => dLogits.reduce((sum, dRow) => sum + at(dRow, c), 0)),
  };
}
