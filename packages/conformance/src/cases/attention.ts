import {
  add,
  mul,
  type Rank,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  zeros,
} from "@tensorflow/tfjs-core";
import { batchMatMul, concat, gatherTime, maskedSoftmax, split } from "@unroll/core";
import { draw, host, integers } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import { download } from "../kernels/call-kernel.ts";
import { transposes } from "../kernels/transposes.ts";
import * as reference from "../reference/concat.ts";
import { at, type Cube, type Matrix, map } from "../reference/linear-algebra.ts";
import { maskedSoftmax as softmax } from "../reference/masked-softmax.ts";
import { product } from "../reference/product.ts";
import { gather } from "../reference/rows.ts";
import type { Case, Group } from "./case.ts";
import { opCase } from "./op-case.ts";

const source = random(41);
const lengths = [3, 0, 7];

/** What attention is made of: outputs and gradients of core's ops. */
export const attention: Group = {
  name: "attention's ops and their gradients",
  cases: () => [
    ...transposes.map(({ name, attrs }) =>
      opCase(`batchMatMul, ${name}`, {
        inputs: [
          draw(source, attrs.transposeA ? [4, 5, 3] : [4, 3, 5]),
          draw(source, attrs.transposeB ? [4, 7, 5] : [4, 5, 7]),
        ],
        op: ([a, b]) => batchMatMul(a as Tensor3D, b as Tensor3D, attrs),
        reference: ([a, b]) => products(a as Cube, b as Cube, attrs),
      }),
    ),
    opCase("maskedSoftmax, rows of any length", {
      inputs: [draw(source, [3, 2, 7], 3)],
      op: ([scores]) => maskedSoftmax(scores as Tensor3D, lengths),
      reference: ([scores]) => softmax({ scores: scores as Cube, lengths }),
    }),
    opCase("maskedSoftmax, full rows", {
      inputs: [draw(source, [3, 2, 7], 3)],
      op: ([scores]) => maskedSoftmax(scores as Tensor3D),
      reference: ([scores]) => softmax({ scores: scores as Cube, lengths: [7, 7, 7] }),
    }),
    opCase("maskedSoftmax, any other mask as scores of -Infinity", {
      inputs: [draw(source, [2, 3, 4], 3)],
      constants: [
        host([1, 3, 4], [...[0, -Infinity, 0, 0], ...new Array(4).fill(-Infinity), 0, 0, 0, 0]),
      ],
      op: ([scores], [mask]) => maskedSoftmax(add(scores as Tensor, mask as Tensor), [4, 3]),
      reference: ([scores]) =>
        softmax({
          scores: (scores as Cube).map(([first = [], second = [], third = []]) => [
            first.map((score, s) => (s === 1 ? -Infinity : score)),
            second.map(() => -Infinity),
            third,
          ]),
          lengths: [4, 3],
        }),
    }),
    opCase("dot attention: context from queries, keys and values", {
      inputs: [draw(source, [3, 2, 5]), draw(source, [3, 7, 5]), draw(source, [3, 7, 4])],
      op: ([queries, keys, values]) => {
        const scores = batchMatMul(queries as Tensor3D, keys as Tensor3D, { transposeB: true });
        return batchMatMul(maskedSoftmax(scores, lengths), values as Tensor3D);
      },
      reference: ([queries, keys, values]) => {
        const scores = products(queries as Cube, keys as Cube, {
          transposeA: false,
          transposeB: true,
        });
        const weights = softmax({ scores, lengths });
        return products(weights, values as Cube, { transposeA: false, transposeB: false });
      },
    }),
    opCase("gatherTime, steps read more than once", {
      inputs: [draw(source, [2, 4, 3])],
      constants: [{ ...integers([3, 1, 3, 0, 0, 2]), shape: [2, 3] }],
      op: ([y], [steps]) => gatherTime(y as Tensor3D, steps as Tensor2D),
      reference: ([y]) => [
        gather({ table: at(y as Cube, 0), indices: [3, 1, 3] }),
        gather({ table: at(y as Cube, 1), indices: [0, 0, 2] }),
      ],
    }),
    opCase("gatherTime, one step of each row", {
      inputs: [draw(source, [3, 4, 5])],
      constants: [integers([2, 0, 3])],
      op: ([y], [steps]) => gatherTime(y as Tensor3D, steps as Tensor1D),
      reference: ([y]) => [2, 0, 3].map((step, b) => at(at(y as Cube, b), step)),
    }),
    opCase("concat of three", {
      inputs: [draw(source, [3, 2]), draw(source, [3, 5]), draw(source, [3, 1])],
      op: (parts) => concat(parts),
      reference: (parts) => reference.concat(parts as Matrix[]),
    }),
    opCase("concat of a tensor with itself", {
      inputs: [draw(source, [2, 3, 4])],
      op: ([x]) => concat([x, x] as [Tensor, Tensor]),
      reference: ([x]) => (x as Cube).map((row) => row.map((step) => [...step, ...step])),
    }),
    opCase("split, the parts multiplied", {
      inputs: [draw(source, [4, 10])],
      op: ([x]) => {
        const [first, , last] = split(x as Tensor2D, [4, 2, 4]);
        return mul(first, last);
      },
      reference: ([x]) => {
        const [first, , last] = reference.split(x as Matrix, [4, 2, 4]) as [Matrix, Matrix, Matrix];
        return first.map((row, n) => map((a, b) => a * b, row, at(last, n)));
      },
    }),
    empty("batchMatMul of no rows", [0, 2, 4], () =>
      batchMatMul(zeros([0, 2, 3]), zeros([0, 3, 4])),
    ),
    empty("batchMatMul over nothing", [2, 3, 4], () =>
      batchMatMul(zeros([2, 3, 0]), zeros([2, 0, 4])),
    ),
    empty("maskedSoftmax of no query", [2, 0, 3], () => maskedSoftmax(zeros([2, 0, 3]), [1, 3])),
    empty("maskedSoftmax of no position", [2, 3, 0], () => maskedSoftmax(zeros([2, 3, 0]))),
    empty("gatherTime of no step", [2, 0, 3], () =>
      gatherTime(zeros([2, 4, 3]), zeros<Rank.R2>([2, 0], "int32")),
    ),
    empty("concat with an empty part", [2, 3], () => concat([zeros([2, 3]), zeros([2, 0])])),
    empty("split with an empty part", [2, 3], () => split(zeros([2, 3]), [0, 3])[1]),
  ],
};

function products(
  a: Cube,
  b: Cube,
  transposes: { transposeA: boolean; transposeB: boolean },
): Cube {
  return a.map((left, row) => product({ a: left, b: at(b, row) }, transposes));
}

/** An op of zeros or of nothing gives zeros of this shape. */
function empty(name: string, shape: number[], op: () => Tensor): Case {
  return {
    name,
    async run() {
      const output = tidy(op);
      const actual = await download(output);
      output.dispose();
      if (`${actual.shape}` !== `${shape}`) {
        throw new Error(`${name}: must have shape [${shape}], got [${actual.shape}].`);
      }
      if (actual.data.some((value) => value !== 0)) {
        throw new Error(`${name}: must be zeros, got ${actual.data}.`);
      }
    },
  };
}
