import { cube, draw, host, integers, matrix } from "../draw/host-tensor.ts";
import { add } from "../reference/linear-algebra.ts";
import { lstm, lstmGrad } from "../reference/lstm.ts";
import type { Call, HostInputs } from "./call-kernel.ts";
import type { KernelCase } from "./kernel-case.ts";
import { biasOf, lengthsOf, outputGradientOf, stateOf } from "./optional-inputs.ts";
import { drawOutputGradients, type SequenceDraw, sequenceVariants } from "./sequence-variants.ts";

export const lstmCase: KernelCase<"UnrollLstm"> = {
  kernel: "UnrollLstm",
  tolerance: "forward",
  variants: [
    ...sequenceVariants((drawn) => lstmCall(drawn, true), "with reserve, "),
    ...sequenceVariants((drawn) => lstmCall(drawn, false), "without reserve, "),
  ],
  reference({ inputs, attrs }) {
    const { y, hN, cN, gates, cells } = lstm(lstmNested(inputs), attrs);
    return attrs.reserve ? { y, hN, cN, gates, cells } : { y, hN, cN };
  },
};

export const lstmGradCase: KernelCase<"UnrollLstmGrad"> = {
  kernel: "UnrollLstmGrad",
  tolerance: "gradient",
  variants: sequenceVariants(lstmGradCall),
  zeroAtInvalid: ["gates", "cells"],
  reference({ inputs, attrs }) {
    const { dGates, dh0, dc0 } = lstmGrad(
      {
        dy: outputGradientOf(inputs.dy, inputs),
        dhN: stateOf(inputs.dhN, inputs),
        dcN: stateOf(inputs.dcN, inputs),
        gates: cube(inputs.gates),
        cells: cube(inputs.cells),
        c0: stateOf(inputs.c0, inputs),
        weightHh: matrix(inputs.weightHh),
        lengths: lengthsOf(inputs),
      },
      attrs,
    );
    return { dGates, dh0, dc0 };
  },
};

/** The inputs of the kernel as the reference takes them. */
export function lstmNested(inputs: HostInputs<"UnrollLstm">) {
  return {
    x: cube(inputs.x),
    weightIh: matrix(inputs.weightIh),
    weightHh: matrix(inputs.weightHh),
    bias: add(biasOf(inputs.biasIh, inputs), biasOf(inputs.biasHh, inputs)),
    h0: stateOf(inputs.h0, inputs),
    c0: stateOf(inputs.c0, inputs),
    lengths: lengthsOf(inputs),
  };
}

export function lstmCall(drawn: SequenceDraw, reserve: boolean): Call<"UnrollLstm"> {
  const { batch, time, inputSize, hiddenSize, lengths, reverse, sparse, random } = drawn;
  return {
    inputs: {
      x: draw(random, [batch, time, inputSize]),
      weightIh: draw(random, [4 * hiddenSize, inputSize], 2 / Math.sqrt(inputSize)),
      weightHh: draw(random, [4 * hiddenSize, hiddenSize], 2 / Math.sqrt(hiddenSize)),
      ...(!sparse && {
        biasIh: draw(random, [4 * hiddenSize]),
        biasHh: draw(random, [4 * hiddenSize]),
        h0: draw(random, [batch, hiddenSize]),
        c0: draw(random, [batch, hiddenSize], 2),
        lengths: integers(lengths),
      }),
    },
    attrs: { reverse, reserve },
  };
}

/** Takes the reserve from the reference's forward pass. */
function lstmGradCall(drawn: SequenceDraw): Call<"UnrollLstmGrad"> {
  const { batch, time, hiddenSize, reverse } = drawn;
  const { inputs } = lstmCall(drawn, true);
  const { gates, cells } = lstm(lstmNested(inputs), { reverse });
  return {
    inputs: {
      ...drawOutputGradients(drawn, ["dy", "dhN", "dcN"]),
      gates: host([batch, time, 4 * hiddenSize], gates),
      cells: host([batch, time, hiddenSize], cells),
      ...(inputs.c0 && { c0: inputs.c0 }),
      weightHh: inputs.weightHh,
      ...(inputs.lengths && { lengths: inputs.lengths }),
    },
    attrs: { reverse },
  };
}
