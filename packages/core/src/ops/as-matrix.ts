import { reshape, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";

/** [..., columns] -> [rows, columns]. A matrix stays as it is, which saves an op and its gradient. */
export function asMatrix(x: Tensor, columns: number): Tensor2D {
  return x.rank === 2 ? (x as Tensor2D) : reshape(x, [x.size / Math.max(1, columns), columns]);
}
