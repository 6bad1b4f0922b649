import type { ProductWork } from "../../cases/work.ts";
import type { ProductStart } from "../../start/product-start.ts";
import { writeModel } from "./model.ts";

/** Both factors go in, as they lie in memory; the product comes out. */
export function productModel(work: ProductWork, { aShape, bShape }: ProductStart): Uint8Array {
  const { rows, width, transposeA, transposeB } = work;
  return writeModel({
    nodes: [
      {
        type: "Gemm",
        inputs: ["a", "b"],
        outputs: ["product"],
        attributes: { transA: Number(transposeA), transB: Number(transposeB) },
      },
    ],
    inputs: { a: aShape, b: bShape },
    outputs: { product: [rows, width] },
    constants: {},
  });
}
