import { cube, draw, host, integers, matrix } from "../draw/host-tensor.ts";
import { gru, gruGrad } from "../reference/gru.ts";
import { previousStates } from "../reference/previous-states.ts";
import type { Call, HostInputs } from "./call-kernel.ts";
import type { KernelCase } from "./kernel-case.ts";
import { biasOf, lengthsOf, outputGradientOf, stateOf } from "./optional-inputs.ts";
import { drawOutputGradients, type SequenceDraw, sequenceVariants } from "./sequence-variants.ts";

export const gruCase: KernelCase<"UnrollGru"> = {
  kernel: "UnrollGru",
  tolerance: "forward",
  variants: [
    ...sequenceVariants((drawn) => gruCall(drawn, true, true), "reset after, with reserve, "),
    ...sequenceVariants((drawn) => gruCall(drawn, false, true), "reset before, with reserve, "),
    ...sequenceVariants((drawn) => gruCall(drawn, true, false), "reset after, without reserve, "),
    ...sequenceVariants((drawn) => gruCall(drawn, false, false), "reset before, without reserve, "),
  ],
  reference({ inputs, attrs }) {
    const { y, hN, gates, hidden } = gru(gruNested(inputs), attrs);
    return attrs.reserve ? { y, hN, gates, hidden } : { y, hN };
  },
};

export const gruGradCase: KernelCase<"UnrollGruGrad"> = {
  kernel: "UnrollGruGrad",
  tolerance: "gradient",
  variants: [
    ...sequenceVariants((drawn) => gruGradCall(drawn, true), "reset after, "),
    ...sequenceVariants((drawn) => gruGradCall(drawn, false), "reset before, "),
  ],
  zeroAtInvalid: ["gates", "hidden", "previous"],
  reference({ inputs, attrs }) {
    const { dGates, dHidden, dh0 } = gruGrad(
      {
        dy: outputGradientOf(inputs.dy, inputs),
        dhN: stateOf(inputs.dhN, inputs),
        gates: cube(inputs.gates),
        hidden: cube(inputs.hidden),
        previous: cube(inputs.previous),
        weightHh: matrix(inputs.weightHh),
        lengths: lengthsOf(inputs),
      },
      attrs,
    );
    return { dGates, dHidden, dh0 };
  },
  // Without resetAfter `hidden` is r*h, which a kernel may as well form from r and h.
  mayBeNaN: ({ attrs }) => [
    ...["dy", "dhN", "gates", "previous", "weightHh"],
    ...(attrs.resetAfter ? ["hidden"] : []),
  ],
};

/** The inputs of the kernel as the reference takes them. */
export function gruNested(inputs: HostInputs<"UnrollGru">) {
  return {
    x: cube(inputs.x),
    weightIh: matrix(inputs.weightIh),
    weightHh: matrix(inputs.weightHh),
    biasIh: biasOf(inputs.biasIh, inputs),
    biasHh: biasOf(inputs.biasHh, inputs),
    h0: stateOf(inputs.h0, inputs),
    lengths: lengthsOf(inputs),
  };
}

export function gruCall(
  drawn: SequenceDraw,
  resetAfter: boolean,
  reserve: boolean,
): Call<"UnrollGru"> {
  const { batch, time, inputSize, hiddenSize, lengths, reverse, sparse, random } = drawn;
  return {
    inputs: {
      x: draw(random, [batch, time, inputSize]),
      weightIh: draw(random, [3 * hiddenSize, inputSize], 2 / Math.sqrt(inputSize)),
      weightHh: draw(random, [3 * hiddenSize, hiddenSize], 2 / Math.sqrt(hiddenSize)),
      ...(!sparse && {
        biasIh: draw(random, [3 * hiddenSize]),
        biasHh: draw(random, [3 * hiddenSize]),
        h0: draw(random, [batch, hiddenSize]),
        lengths: integers(lengths),
      }),
    },
    attrs: { reverse, resetAfter, reserve },
  };
}

/** Takes the reserve from the reference's forward pass. */
function gruGradCall(drawn: SequenceDraw, resetAfter: boolean): Call<"UnrollGruGrad"> {
  const { batch, time, hiddenSize, reverse } = drawn;
  const { inputs } = gruCall(drawn, resetAfter, true);
  const nested = gruNested(inputs);
  const { y, gates, hidden } = gru(nested, { reverse, resetAfter });
  const states = [batch, time, hiddenSize];
  return {
    inputs: {
      ...drawOutputGradients(drawn, ["dy", "dhN"]),
      gates: host([batch, time, 3 * hiddenSize], gates),
      hidden: host(states, hidden),
      previous: host(states, previousStates({ ...nested, y }, { reverse })),
      weightHh: inputs.weightHh,
      ...(inputs.lengths && { lengths: inputs.lengths }),
    },
    attrs: { reverse, resetAfter },
  };
}
