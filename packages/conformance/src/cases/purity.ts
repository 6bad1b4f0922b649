import { expectSameBits } from "../compare/same-bits.ts";
import type { HostTensor } from "../draw/host-tensor.ts";
import { callKernel } from "../kernels/call-kernel.ts";
import type { Group } from "./case.ts";

/** A kernel leaves its inputs as they are, and gives the same bits each time. */
export const purity: Group = {
  name: "kernels are pure",
  cases: ({ kernels }) =>
    kernels.flatMap(({ kernel, variants }) => [
      {
        name: `${kernel} leaves its inputs unchanged`,
        async run() {
          for (const { name, example } of variants) {
            const call = example();
            const { inputsAfter } = await callKernel(kernel, call);
            for (const [input, before] of Object.entries<HostTensor>(call.inputs)) {
              expectSameBits(`${name}: ${input}`, inputsAfter[input] as HostTensor, before);
            }
          }
        },
      },
      {
        name: `${kernel} gives the same bits twice`,
        async run() {
          for (const { name, example } of variants) {
            const [once, again] = [
              await callKernel(kernel, example()),
              await callKernel(kernel, example()),
            ];
            again.outputs.forEach((output, index) => {
              expectSameBits(`${name}: output ${index}`, output, once.outputs[index] as HostTensor);
            });
          }
        },
      },
    ]),
};
