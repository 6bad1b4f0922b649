import type { KernelName } from "@unroll/core";
import { draw, type HostTensor, host } from "../draw/host-tensor.ts";
import { type Random, random } from "../draw/random.ts";
import { type Call, callKernel } from "../kernels/call-kernel.ts";
import { crossEntropyCase, crossEntropyGradCase } from "../kernels/cross-entropy.ts";
import { elmanCall, elmanCase } from "../kernels/elman.ts";
import { gruCall, gruCase } from "../kernels/gru.ts";
import type { KernelCase } from "../kernels/kernel-case.ts";
import { lstmCall, lstmCase } from "../kernels/lstm.ts";
import { sequenceDraw } from "../kernels/sequence-variants.ts";
import type { Case, Group } from "./case.ts";
import { expectReference } from "./equality.ts";

/** Where exp overflows or underflows, the result is still the limit, and finite. */
export const saturation: Group = {
  name: "saturation",
  cases: [
    ...[90, 1e4, 1e30].flatMap((size) => [
      saturated(`UnrollElman, tanh, ${size}`, elmanCase, () => {
        const call = elmanCall(drawn(), "tanh");
        return withInputs(call, extremeGates(call.inputs, size));
      }),
      saturated(`UnrollLstm, ${size}`, lstmCase, () => {
        const call = lstmCall(drawn(), true);
        return withInputs(call, extremeGates(call.inputs, size));
      }),
      ...[true, false].map((resetAfter) =>
        saturated(`UnrollGru, reset ${resetAfter ? "after" : "before"}, ${size}`, gruCase, () => {
          const call = gruCall(drawn(), resetAfter, true);
          return withInputs(call, extremeGates(call.inputs, size));
        }),
      ),
    ]),
    ...[200, 1e4, 1e30].flatMap((size) => [
      saturated(`UnrollCrossEntropy, ${size}`, crossEntropyCase, () => {
        const call = crossEntropyCase.variants[0]?.example() as Call<"UnrollCrossEntropy">;
        return withInputs(call, { logits: extreme(random(3), call.inputs.logits.shape, size) });
      }),
      saturated(`UnrollCrossEntropyGrad, ${size}`, crossEntropyGradCase, () => {
        const call = crossEntropyGradCase.variants[0]?.example() as Call<"UnrollCrossEntropyGrad">;
        return withInputs(call, { logits: extreme(random(3), call.inputs.logits.shape, size) });
      }),
    ]),
  ],
};

function saturated<N extends KernelName>(
  name: string,
  kernelCase: KernelCase<N>,
  makeCall: () => Call<N>,
): Case {
  return {
    name,
    async run({ tolerance }) {
      const call = makeCall();
      const result = await callKernel(kernelCase.kernel, call);
      expectReference(kernelCase, call, result, tolerance.forward);
    },
  };
}

const drawn = () =>
  sequenceDraw({ batch: 3, time: 7, inputSize: 5, hiddenSize: 9 }, "mixed", false, random(11));

/**
 * Inputs that drive each gate to one of its limits, or not at all: x of 0 and ±1, one weight of
 * ±size in each row. In between, float32 could not tell how far a gate is open.
 */
function extremeGates(
  { x, weightIh }: { x: HostTensor; weightIh: HostTensor },
  size: number,
): { x: HostTensor; weightIh: HostTensor } {
  const source = random(12);
  const [rows = 0, columns = 0] = weightIh.shape;
  const weights = Array.from({ length: rows }, () => {
    const row = new Array<number>(columns).fill(0);
    row[source.integer(columns)] = (source.integer(2) * 2 - 1) * size;
    return row;
  });
  return {
    x: host(
      x.shape,
      Array.from(x.data, () => source.integer(3) - 1),
    ),
    weightIh: host(weightIh.shape, weights),
  };
}

/** Values of order 1, some of them moved by ±size. */
function extreme(source: Random, shape: readonly number[], size: number): HostTensor {
  const values = draw(source, shape);
  return host(
    shape,
    Array.from(values.data, (value) => value + (source.integer(3) - 1) * size),
  );
}

function withInputs<N extends KernelName>(
  call: Call<N>,
  inputs: Partial<Record<string, HostTensor>>,
): Call<N> {
  return { ...call, inputs: { ...call.inputs, ...inputs } };
}
