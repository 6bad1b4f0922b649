import {
  gather,
  reshape,
  Tensor,
  type Tensor1D,
  type Tensor2D,
  type TensorContainer,
  tensor1d,
  tidy,
} from "@tensorflow/tfjs-core";
import { embeddingLookup } from "@unroll/core";

/**
 * The same tree with these rows of each of its leaves: tensors [rows, ...], and arrays of numbers, one for
 * each row.
 *
 * @returns  tensors of its own; the caller disposes them
 */
export function takeRows<Tree extends object>(tree: Tree, rows: readonly number[]): Tree {
  const take = () => {
    const at = tensor1d(rows as number[], "int32");
    return mapLeaves(
      tree,
      (tensor) => rowsOf(tensor, at),
      (numbers) => rows.map((row) => numbers[row] as number),
    ) as TensorContainer;
  };
  return tidy(take) as Tree; // The form is the same.
}

function rowsOf(tensor: Tensor, at: Tensor1D): Tensor {
  if (tensor.dtype !== "float32") return gather(tensor, at);
  const [rows = 0, ...inner] = tensor.shape;
  const table: Tensor2D = reshape(tensor, [rows, rows === 0 ? 0 : tensor.size / rows]);
  return reshape(embeddingLookup(table, at), [at.size, ...inner]);
}

function mapLeaves(
  node: unknown,
  ofTensor: (tensor: Tensor) => Tensor,
  ofNumbers: (numbers: ArrayLike<number>) => number[],
): unknown {
  if (node instanceof Tensor) return ofTensor(node);
  if (node instanceof Int32Array) return Int32Array.from(ofNumbers(node));
  if (isNumbers(node)) return ofNumbers(node);
  const inner = (each: unknown) => mapLeaves(each, ofTensor, ofNumbers);
  if (Array.isArray(node)) return node.map(inner);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([name, each]) => [name, inner(each)]));
}

function isNumbers(node: unknown): node is number[] {
  return Array.isArray(node) && node.length > 0 && node.every((each) => typeof each === "number");
}
