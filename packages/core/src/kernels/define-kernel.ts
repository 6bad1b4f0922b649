import type { KernelBackend, KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelAttrs, KernelInputs, KernelName, KernelOutputs } from "./contract.ts";

/** A kernel of the contract as a backend package writes it. */
export interface Kernel<N extends KernelName = KernelName> {
  readonly name: N;
  /** The registration for tfjs, under the name of the given tfjs backend. */
  toKernelConfig(backendName: string): KernelConfig;
}

/**
 * Makes a kernel of the contract: its inputs, attributes and outputs are typed by its name.
 *
 * @param name  a name of {@link KernelContracts}
 * @param run   computes the outputs; it allocates them on `backend` and never writes to an input
 */
export function defineKernel<N extends KernelName, B extends KernelBackend = KernelBackend>(
  name: N,
  run: (inputs: KernelInputs<N>, attrs: KernelAttrs<N>, backend: B) => KernelOutputs<N>,
): Kernel<N> {
  return {
    name,
    toKernelConfig: (backendName) => ({
      kernelName: name,
      backendName,
      // tfjs types every kernel alike; this is the one place where its type and ours meet.
      kernelFunc: ({ inputs, attrs, backend }) =>
        run(
          inputs as unknown as KernelInputs<N>,
          attrs as unknown as KernelAttrs<N>,
          backend as B,
        ) as TensorInfo[],
    }),
  };
}
