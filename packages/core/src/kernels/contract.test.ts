import type { Scalar, Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { expectTypeOf, test } from "vitest";
import type { KernelInputs } from "./contract.ts";
import type { runKernel } from "./registry.ts";

test("a kernel's outputs are tensors of the ranks that its contract says", () => {
  expectTypeOf<
    typeof runKernel<"UnrollMatMul", { transposeA: true; transposeB: false }>
  >().returns.toEqualTypeOf<[product: Tensor2D]>();
  expectTypeOf<typeof runKernel<"UnrollSquaredNorm", object>>().returns.toEqualTypeOf<
    [sum: Scalar]
  >();
  expectTypeOf<typeof runKernel<"UnrollLerp", { weight: number }>>().returns.toEqualTypeOf<
    [between: Tensor]
  >();
});

test("the reserve is there when it is asked for", () => {
  expectTypeOf<
    typeof runKernel<"UnrollLstm", { reverse: boolean; reserve: true }>
  >().returns.toEqualTypeOf<
    [y: Tensor3D, hN: Tensor2D, cN: Tensor2D, gates: Tensor3D, cells: Tensor3D]
  >();
  expectTypeOf<
    typeof runKernel<"UnrollLstm", { reverse: boolean; reserve: false }>
  >().returns.toEqualTypeOf<[y: Tensor3D, hN: Tensor2D, cN: Tensor2D]>();
  expectTypeOf<
    typeof runKernel<"UnrollLstm", { reverse: boolean; reserve: boolean }>
  >().returns.toEqualTypeOf<
    [y: Tensor3D, hN: Tensor2D, cN: Tensor2D, gates?: Tensor3D, cells?: Tensor3D]
  >();
});

test("a tensor is what a kernel takes, of the right rank", () => {
  expectTypeOf<Tensor3D>().toExtend<KernelInputs<"UnrollLstm">["x"]>();
  expectTypeOf<Tensor2D>().not.toExtend<KernelInputs<"UnrollLstm">["x"]>();
});
