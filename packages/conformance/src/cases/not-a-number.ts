import type { KernelName } from "@unroll/core";
import type { HostTensor } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import { type Call, callKernel } from "../kernels/call-kernel.ts";
import type { KernelCase } from "../kernels/kernel-case.ts";
import type { Case, Group } from "./case.ts";
import { expectReference } from "./equality.ts";

/**
 * NaN in, NaN out, in just the elements it may reach: not in other rows, not in steps before it,
 * not from the padding past a row's length. The reference loops say which elements those are.
 */
export const notANumber: Group = {
  name: "NaN in, NaN out, and no further",
  cases: ({ kernels }) => kernels.map(poisoned),
};

function poisoned<N extends KernelName>(kernelCase: KernelCase<N>): Case {
  return {
    name: kernelCase.kernel,
    async run({ tolerance }) {
      for (const { example } of kernelCase.variants) {
        const call = example();
        for (const input of kernelCase.mayBeNaN?.(call) ?? floatInputs(call)) {
          if (!(input in call.inputs)) continue; // left out in this variant
          const bad = poison(call, input, kernelCase.zeroAtInvalid?.includes(input) ?? false);
          if (bad === undefined) continue;
          const result = await callKernel(kernelCase.kernel, bad);
          try {
            expectReference(kernelCase, bad, result, tolerance[kernelCase.tolerance]);
          } catch (cause) {
            throw new Error(`NaN in ${input}: ${(cause as Error).message}`, { cause });
          }
        }
      }
    },
  };
}

function floatInputs<N extends KernelName>({ inputs }: Call<N>): string[] {
  return Object.entries<HostTensor>(inputs)
    .filter(([, { dtype }]) => dtype === "float32")
    .map(([name]) => name);
}

/** The call with one element of one input replaced; undefined when no element may be. */
function poison<N extends KernelName>(
  call: Call<N>,
  input: string,
  onlyAtValidSteps: boolean,
): Call<N> | undefined {
  const { shape, data, dtype } = (call.inputs as Record<string, HostTensor>)[input] as HostTensor;
  const allowed = Array.from(data.keys()).filter(
    (index) => !onlyAtValidSteps || isValid(call, shape, index),
  );
  const index = allowed[random(data.length).integer(allowed.length)];
  if (index === undefined) return undefined;
  const values = data.slice();
  values[index] = Number.NaN;
  return { ...call, inputs: { ...call.inputs, [input]: { shape, dtype, data: values } } };
}

function isValid(call: Call<KernelName>, shape: readonly number[], index: number): boolean {
  const { lengths } = call.inputs as Call<"UnrollLstm">["inputs"];
  const [, time = 0, features = 0] = shape;
  const step = Math.floor(index / features);
  return lengths === undefined || step % time < (lengths.data[Math.floor(step / time)] ?? 0);
}
