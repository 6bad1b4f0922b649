import { expect, test } from "vitest";
import { expectReference } from "../cases/equality.ts";
import { flatten, type HostTensor, host, type Nested, shapeOf } from "../draw/host-tensor.ts";
import { tolerances } from "../tolerances.ts";
import { allKernels } from "./all-kernels.ts";

/** An error of float64 itself, which stands for 0. */
const rounding = 1e-12;

// The tolerance of a small output must not hide that it is missing.
test.each(allKernels)("$kernel: no output may be zeros", async (kernelCase) => {
  for (const { forAll } of kernelCase.variants) {
    await forAll(0, async (call) => {
      const sizes = Object.values<HostTensor>(call.inputs).map(({ data }) => data.length);
      if (Math.max(...sizes) > 10_000) return; // the reference takes long, and shows no more
      const outputs = Object.entries<Nested>(kernelCase.reference(call));
      const tensors = outputs.map(([name, values]): HostTensor => {
        const tensor = host(shapeOf(values), values);
        const isInteger = kernelCase.integers?.includes(name);
        return isInteger
          ? { ...tensor, dtype: "int32", data: Int32Array.from(tensor.data) }
          : tensor;
      });
      const check = (given: HostTensor[]) => () =>
        expectReference(
          kernelCase,
          call,
          { outputs: given, inputsAfter: {} },
          tolerances.wasm[kernelCase.tolerance],
        );
      expect(check(tensors)).not.toThrow();
      outputs.forEach(([name, values], k) => {
        if (flatten(values).every((value) => Math.abs(value) < rounding)) return;
        const zeros = { ...(tensors[k] as HostTensor) };
        const missing = { ...zeros, data: zeros.data.map(() => 0) } as HostTensor;
        expect(
          check(tensors.map((tensor, at) => (at === k ? missing : tensor))),
          `${name} of zeros`,
        ).toThrow(name);
      });
    });
  }
});
