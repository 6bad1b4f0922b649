import type { KernelName } from "@unroll/core";
import { expectClose } from "../compare/expect-close.ts";
import type { Nested } from "../draw/host-tensor.ts";
import { type Call, callKernel, type Result } from "../kernels/call-kernel.ts";
import type { KernelCase } from "../kernels/kernel-case.ts";
import type { Group } from "./case.ts";

/** Drawn sizes for every variant, besides those that are certain. */
const runs = 5;

/** Every kernel equals its float64 reference, over sizes, directions and lengths. */
export const equality: Group = {
  name: "kernels equal the float64 reference",
  cases: ({ kernels }) =>
    kernels.flatMap((kernelCase) =>
      kernelCase.variants.map(({ name, forAll }) => ({
        name: `${kernelCase.kernel}, ${name}`,
        run: ({ tolerance }) =>
          forAll(runs, async (call) => {
            const result = await callKernel(kernelCase.kernel, call);
            expectReference(kernelCase, call, result, tolerance[kernelCase.tolerance]);
            expectSilence(kernelCase, call, result);
          }),
      })),
    ),
};

/** Compares all outputs of a call with the reference. */
export function expectReference<N extends KernelName>(
  kernelCase: KernelCase<N>,
  call: Call<N>,
  { outputs }: Result,
  tolerance: number,
): void {
  const expected = Object.entries<Nested>(kernelCase.reference(call));
  if (outputs.length !== expected.length) {
    throw new Error(
      `${kernelCase.kernel}: must give ${expected.length} outputs, got ${outputs.length}.`,
    );
  }
  const scale = kernelCase.scale?.(call);
  outputs.forEach((output, index) => {
    const [name, values] = expected[index] as [string, Nested];
    expectClose(
      `${kernelCase.kernel}: ${name}`,
      output,
      values,
      tolerance,
      typeof scale === "object" ? scale[name] : scale,
      kernelCase.integers?.includes(name) ? "int32" : "float32",
    );
  });
}

/** Outputs of three axes are exactly 0 past a row's length. */
function expectSilence<N extends KernelName>(
  { kernel, lengthsOnLastAxis = false }: KernelCase<N>,
  call: Call<N>,
  { outputs }: Result,
): void {
  const { lengths } = call.inputs as Partial<Call<"UnrollLstm">["inputs"]>;
  if (lengths === undefined) return;
  for (const [index, { shape, data }] of outputs.entries()) {
    const [, second = 0, third = 0] = shape;
    if (shape.length !== 3) continue;
    for (const [at, value] of data.entries()) {
      const length = lengths.data[Math.floor(at / (second * third))] ?? 0;
      const place = lengthsOnLastAxis ? at % third : Math.floor(at / third) % second;
      if (place >= length && value !== 0) {
        throw new Error(
          `${kernel}: output ${index} must be 0 from ${length} on, got ${value} at ${place}.`,
        );
      }
    }
  }
}
