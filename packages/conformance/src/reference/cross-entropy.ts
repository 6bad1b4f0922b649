import { at, type Matrix, type Vector } from "./linear-algebra.ts";

interface Inputs {
  logits: Matrix;
  targets: Vector;
}
interface Options {
  labelSmoothing: number;
  /** Default false. */
  mean?: boolean;
}

/** log softmax(v), shifted by the largest value so that exp cannot overflow. */
function logSoftmax(v: Vector): Vector {
  const largest = Math.max(...v);
  const logSum = Math.log(v.reduce((sum, value) => sum + Math.exp(value - largest), 0));
  // The largest is subtracted first: beside 1e30 the logarithm would be lost.
  return v.map((value) => value - largest - logSum);
}

/** q = (1 - s)*onehot + s/C. */
function distribution(target: number, classes: number, smoothing: number): Vector {
  return Array.from(
    { length: classes },
    (_, c) => (c === target ? 1 - smoothing : 0) + smoothing / classes,
  );
}

/** loss = -sum_c q_c log softmax(logits)_c; 0 where the target is negative. Or their mean over the others. */
export function crossEntropy(inputs: Inputs, options: Options & { mean: true }): number;
export function crossEntropy(inputs: Inputs, options: Options & { mean?: false }): Vector;
export function crossEntropy(inputs: Inputs, options: Options): Vector | number;
export function crossEntropy(
  { logits, targets }: Inputs,
  { labelSmoothing, mean = false }: Options,
): Vector | number {
  const losses = logits.map((row, n) => {
    const target = at(targets, n);
    if (target < 0) return 0;
    const q = distribution(target, row.length, labelSmoothing);
    return -logSoftmax(row).reduce((sum, logP, c) => sum + at(q, c) * logP, 0);
  });
  return mean ? losses.reduce((sum, loss) => sum + loss, 0) / countOf(targets) : losses;
}

const countOf = (targets: Vector) => Math.max(1, targets.filter((target) => target >= 0).length);

/** dLogits = dLoss * (softmax(logits) - q); 0 where the target is negative. */
export function crossEntropyGrad(
  { logits, targets, dLosses }: Inputs & { dLosses: Vector },
  { labelSmoothing, mean = false }: Options,
): Matrix {
  return logits.map((row, n) => {
    const target = at(targets, n);
    if (target < 0) return row.map(() => 0);
    const q = distribution(target, row.length, labelSmoothing);
    const dLoss = mean ? at(dLosses, 0) / countOf(targets) : at(dLosses, n);
    return logSoftmax(row).map((logP, c) => dLoss * (Math.exp(logP) - at(q, c)));
  });
}
