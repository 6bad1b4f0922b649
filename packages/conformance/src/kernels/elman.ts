import { cube, draw, host, integers, matrix } from "../draw/host-tensor.ts";
import { elman, elmanGrad } from "../reference/elman.ts";
import { add } from "../reference/linear-algebra.ts";
import type { Call, HostInputs } from "./call-kernel.ts";
import type { KernelCase } from "./kernel-case.ts";
import { biasOf, lengthsOf, outputGradientOf, stateOf } from "./optional-inputs.ts";
import { drawOutputGradients, type SequenceDraw, sequenceVariants } from "./sequence-variants.ts";

type Nonlinearity = "tanh" | "relu";

export const elmanCase: KernelCase<"UnrollElman"> = {
  kernel: "UnrollElman",
  tolerance: "forward",
  variants: [
    ...sequenceVariants((drawn) => elmanCall(drawn, "tanh"), "tanh, "),
    ...sequenceVariants((drawn) => elmanCall(drawn, "relu"), "relu, "),
  ],
  reference({ inputs, attrs }) {
    const { y, hN } = elman(elmanNested(inputs), attrs);
    return { y, hN };
  },
};

export const elmanGradCase: KernelCase<"UnrollElmanGrad"> = {
  kernel: "UnrollElmanGrad",
  tolerance: "gradient",
  variants: [
    ...sequenceVariants((drawn) => elmanGradCall(drawn, "tanh"), "tanh, "),
    ...sequenceVariants((drawn) => elmanGradCall(drawn, "relu"), "relu, "),
  ],
  zeroAtInvalid: ["y"],
  reference({ inputs, attrs }) {
    const { dGates, dh0 } = elmanGrad(
      {
        dy: outputGradientOf(inputs.dy, inputs),
        dhN: stateOf(inputs.dhN, inputs),
        y: cube(inputs.y),
        weightHh: matrix(inputs.weightHh),
        lengths: lengthsOf(inputs),
      },
      attrs,
    );
    return { dGates, dh0 };
  },
  // Whether relu's slope 0 stops a NaN is left open: 0 * NaN and a selection are both right.
  mayBeNaN: ({ attrs }) => (attrs.nonlinearity === "tanh" ? ["dy", "dhN", "y", "weightHh"] : []),
};

/** The inputs of the kernel as the reference takes them. */
export function elmanNested(inputs: HostInputs<"UnrollElman">) {
  return {
    x: cube(inputs.x),
    weightIh: matrix(inputs.weightIh),
    weightHh: matrix(inputs.weightHh),
    bias: add(biasOf(inputs.biasIh, inputs), biasOf(inputs.biasHh, inputs)),
    h0: stateOf(inputs.h0, inputs),
    lengths: lengthsOf(inputs),
  };
}

export function elmanCall(drawn: SequenceDraw, nonlinearity: Nonlinearity): Call<"UnrollElman"> {
  const { batch, time, inputSize, hiddenSize, lengths, reverse, sparse, random } = drawn;
  // relu has no upper bound: recurrent weights that do not blow the state up.
  const gain = nonlinearity === "tanh" ? 2 : 1;
  return {
    inputs: {
      x: draw(random, [batch, time, inputSize]),
      weightIh: draw(random, [hiddenSize, inputSize], 2 / Math.sqrt(inputSize)),
      weightHh: draw(random, [hiddenSize, hiddenSize], gain / Math.sqrt(hiddenSize)),
      ...(!sparse && {
        biasIh: draw(random, [hiddenSize]),
        biasHh: draw(random, [hiddenSize]),
        h0: draw(random, [batch, hiddenSize]),
        lengths: integers(lengths),
      }),
    },
    attrs: { reverse, nonlinearity },
  };
}

/** Takes y from the reference's forward pass. */
function elmanGradCall(drawn: SequenceDraw, nonlinearity: Nonlinearity): Call<"UnrollElmanGrad"> {
  const { batch, time, hiddenSize, reverse } = drawn;
  const { inputs } = elmanCall(drawn, nonlinearity);
  const { y } = elman(elmanNested(inputs), { reverse, nonlinearity });
  return {
    inputs: {
      ...drawOutputGradients(drawn, ["dy", "dhN"]),
      y: host([batch, time, hiddenSize], y),
      weightHh: inputs.weightHh,
      ...(inputs.lengths && { lengths: inputs.lengths }),
    },
    attrs: { reverse, nonlinearity },
  };
}
