import { engine, type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { KernelAttrs, KernelInputs, KernelName } from "@unroll/core";
import type { HostTensor } from "../draw/host-tensor.ts";

/** The inputs of a kernel of the contract, by name, outside of any backend. */
type HostInputs<N extends KernelName> = { [K in keyof KernelInputs<N>]: HostTensor };

/** One call of a kernel. */
export interface Call<N extends KernelName = KernelName> {
  inputs: HostInputs<N>;
  attrs: KernelAttrs<N>;
}

/** What a call left: its outputs in order, and its inputs as they are afterwards. */
export interface Result {
  outputs: HostTensor[];
  inputsAfter: Record<string, HostTensor>;
}

/** Runs a kernel on the backend in use and reads everything back. */
export async function callKernel<N extends KernelName>(kernel: N, call: Call<N>): Promise<Result> {
  const inputs: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries<HostTensor>(call.inputs)) inputs[name] = upload(value);
  let outputs: Tensor[] = [];
  try {
    const made: Tensor | Tensor[] = engine().runKernel(kernel, inputs, { ...call.attrs });
    outputs = Array.isArray(made) ? made : [made];
    const result: Result = { outputs: [], inputsAfter: {} };
    for (const output of outputs) result.outputs.push(await download(output));
    for (const [name, input] of Object.entries(inputs)) {
      result.inputsAfter[name] = await download(input);
    }
    return result;
  } finally {
    for (const used of [...outputs, ...Object.values(inputs)]) used.dispose();
  }
}

/** A tensor of these values on the backend in use. The backend gets a copy: it may keep the array. */
export function upload({ shape, dtype, data }: HostTensor): Tensor {
  return tensor(data.slice(), [...shape], dtype);
}

/** The values of a tensor, copied. */
export async function download(source: Tensor): Promise<HostTensor> {
  const data = await source.data<"float32" | "int32">();
  return {
    shape: source.shape,
    dtype: source.dtype as "float32" | "int32",
    data: data.slice() as Float32Array | Int32Array,
  };
}
