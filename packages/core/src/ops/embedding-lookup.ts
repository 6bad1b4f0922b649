import {
  gather,
  type Rank,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";
import type { RankAbove } from "../ranks.ts";

/**
 * Rows of a table, and a gradient that adds up where a row was read more than once.
 *
 * @param table    shape [rows, size]
 * @param indices  int32 of any shape, each from 0 to rows - 1
 * @returns        shape [...indices.shape, size]; the caller disposes it
 * @throws {ShapeError} when indices is not int32
 */
export function embeddingLookup<R extends Rank>(
  table: Tensor2D,
  indices: Tensor<R>,
): Tensor<RankAbove<R>> {
  if (indices.dtype !== "int32") {
    throw new ShapeError(
      `embeddingLookup: indices must be int32, got ${indices.dtype}. Make them with tensor(values, shape, "int32").`,
    );
  }
  const [rows, size] = table.shape;
  return tidy(() => {
    const flat: Tensor1D = reshape(indices, [indices.size]);
    const picked: Tensor = reshape(pickRows(table, flat, rows), [...indices.shape, size]);
    return picked as Tensor<RankAbove<R>>; // One axis more than indices.
  });
}

function pickRows(table: Tensor2D, indices: Tensor1D, rows: number): Tensor {
  if (!hasKernel("UnrollGather") || !hasKernel("UnrollScatterAdd")) {
    return gather(table, indices);
  }
  const [picked] = differentiable({
    inputs: { table },
    forward: () => ({
      outputs: runKernel("UnrollGather", { table, indices }, {}),
      saved: { indices },
    }),
    backward: ([updates], saved) => ({
      table: () => runKernel("UnrollScatterAdd", { ...saved, updates }, { rows })[0],
    }),
  });
  return picked;
}
