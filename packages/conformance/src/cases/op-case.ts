import { dispose, grads, mul, type Scalar, sum, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { expectClose } from "../compare/expect-close.ts";
import { checkGradients } from "../compare/gradient-check.ts";
import { draw, type HostTensor, type Nested, nested } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import { download, upload } from "../kernels/call-kernel.ts";
import type { Case } from "./case.ts";

/** One of core's ops at given inputs. */
export interface OpCall {
  /** The inputs that have a gradient. */
  inputs: readonly HostTensor[];
  /** Tensors besides, without a gradient. */
  constants?: readonly HostTensor[];
  /** The op as core computes it; of several outputs one is taken, or a sum. */
  op(inputs: Tensor[], constants: Tensor[]): Tensor;
  /** The same in float64. */
  reference(inputs: Nested[]): Nested;
}

/** An op gives what its reference gives, and its gradient equals finite differences of that. */
export function opCase(name: string, { inputs, constants = [], op, reference }: OpCall): Case {
  return {
    name,
    async run({ tolerance }) {
      const source = random(40);
      const given = inputs.map(upload);
      const fixed = constants.map(upload);
      const output = tidy(() => op(given, fixed));
      const actual = await download(output);
      output.dispose();
      expectClose(name, actual, reference(inputs.map(nested)), tolerance.forward);

      const dOutput = draw(source, actual.shape);
      await checkGradients(
        {
          inputs: byPlace(inputs.map(nested)),
          forward: (moved) => [reference(Object.values(moved))],
          gradients: async () => {
            const weights = upload(dOutput);
            const results = tidy(() =>
              grads((...at: Tensor[]) => sum(mul(op(at, fixed), weights)) as Scalar)(given),
            );
            const values: Nested[] = [];
            for (const result of results) values.push(nested(await download(result)));
            dispose([weights, ...results]);
            return byPlace(values);
          },
        },
        [nested(dOutput)],
        source,
        tolerance.gradient,
      );
      dispose([...given, ...fixed]);
    },
  };
}

const byPlace = (values: Nested[]): Record<string, Nested> => Object.fromEntries(values.entries());
