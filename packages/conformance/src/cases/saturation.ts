import type { KernelName } from "@unroll/core";
import type { TestedCell } from "../cells/cell-kind.ts";
import { draw, type HostTensor, host } from "../draw/host-tensor.ts";
import { type Random, random } from "../draw/random.ts";
import { type Call, callKernel } from "../kernels/call-kernel.ts";
import { contractCall, forwardCall } from "../kernels/cell-kernels.ts";
import type { KernelCase } from "../kernels/kernel-case.ts";
import { sequenceDraw } from "../kernels/sequence-variants.ts";
import type { Case, Group } from "./case.ts";
import { expectReference } from "./equality.ts";

/** Kernels with a softmax, and which of their inputs it is taken of. */
const exponents: Partial<Record<KernelName, string>> = {
  UnrollCrossEntropy: "logits",
  UnrollCrossEntropyGrad: "logits",
  UnrollLinearCrossEntropy: "bias",
  UnrollMaskedSoftmax: "scores",
};

/** Where exp overflows or underflows, the result is still the limit, and finite. */
export const saturation: Group = {
  name: "saturation",
  cases: ({ cells, kernels }) =>
    kernels.flatMap((kernelCase) => {
      const { kernel } = kernelCase;
      const input = exponents[kernel];
      return input
        ? saturatedSoftmax(kernelCase, input)
        : cells
            .filter(({ kind }) => kind.kernels?.forward === kernel)
            .flatMap((cell) => saturatedCell(kernelCase, cell));
    }),
};

function saturatedCell(kernelCase: KernelCase, { name, kind, variant }: TestedCell): Case[] {
  const sizes = { batch: 3, time: 7, inputSize: 5, hiddenSize: 9 };
  return [90, 1e4, 1e30].map((size) =>
    saturated(`${kernelCase.kernel}, ${name}, ${size}`, kernelCase, () => {
      const drawn = sequenceDraw(sizes, "mixed", false, random(11));
      const call = forwardCall(kind, variant, drawn);
      return contractCall({
        ...call,
        inputs: { ...call.inputs, ...extremeGates(call.inputs, size) },
      });
    }),
  );
}

function saturatedSoftmax(kernelCase: KernelCase, input: string): Case[] {
  return [200, 1e4, 1e30].map((size) =>
    saturated(`${kernelCase.kernel}, ${size}`, kernelCase, () => {
      const call = kernelCase.variants[0]?.example() as Call;
      const inputs = call.inputs as Record<string, HostTensor>;
      const values = extreme(random(3), inputs[input]?.shape ?? [], size);
      return { ...call, inputs: { ...inputs, [input]: values } } as Call;
    }),
  );
}

function saturated(name: string, kernelCase: KernelCase, makeCall: () => Call): Case {
  return {
    name,
    async run({ tolerance }) {
      const call = makeCall();
      const result = await callKernel(kernelCase.kernel, call);
      expectReference(kernelCase, call, result, tolerance.forward);
    },
  };
}

/**
 * Inputs that drive each gate to one of its limits, or not at all: x of 0 and ±1, one weight of
 * ±size in each row. In between, float32 could not tell how far a gate is open.
 */
function extremeGates({ x, weightIh }: Record<string, HostTensor>, size: number) {
  const source = random(12);
  const [rows = 0, columns = 0] = weightIh?.shape ?? [];
  const weights = Array.from({ length: rows }, () => {
    const row = new Array<number>(columns).fill(0);
    row[source.integer(columns)] = (source.integer(2) * 2 - 1) * size;
    return row;
  });
  const steps = Array.from(x?.data ?? [], () => source.integer(3) - 1);
  return { x: host(x?.shape ?? [], steps), weightIh: host([rows, columns], weights) };
}

/** Values of order 1, some of them moved by ±size. */
function extreme(source: Random, shape: readonly number[], size: number): HostTensor {
  const values = draw(source, shape);
  return host(
    shape,
    Array.from(values.data, (value) => value + (source.integer(3) - 1) * size),
  );
}
