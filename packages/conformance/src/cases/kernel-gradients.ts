import type { Differentiated } from "../compare/gradient-check.ts";
import { cube, type HostTensor, host, matrix, type Nested } from "../draw/host-tensor.ts";
import { callKernel } from "../kernels/call-kernel.ts";
import { elmanCall, elmanNested } from "../kernels/elman.ts";
import { gruCall, gruNested } from "../kernels/gru.ts";
import { lstmCall, lstmNested } from "../kernels/lstm.ts";
import type { SequenceDraw } from "../kernels/sequence-variants.ts";
import { elman } from "../reference/elman.ts";
import { gru } from "../reference/gru.ts";
import { type Cube, type Matrix, part } from "../reference/linear-algebra.ts";
import { lstm } from "../reference/lstm.ts";
import { previousStates } from "../reference/previous-states.ts";
import { biasGradient, inputGradient, matrixGradient } from "../reference/weight-gradients.ts";

/*
 * Each gradient below runs a backend's forward kernel and its gradient kernel, and forms the
 * gradients of x and the weights from dGates in float64, as the contract says core will.
 */

type Nonlinearity = "tanh" | "relu";

export function elmanGradients(
  drawn: SequenceDraw,
  nonlinearity: Nonlinearity,
): Differentiated<ReturnType<typeof elmanNested>> {
  const { inputs, attrs } = elmanCall(drawn, nonlinearity);
  const nested = elmanNested(inputs);
  return {
    inputs: nested,
    forward: (moved) => {
      const { y, hN } = elman(moved, attrs);
      return [y, hN];
    },
    async gradients([dy, dhN]) {
      const { outputs } = await callKernel("UnrollElman", { inputs, attrs });
      const [y] = outputs as [HostTensor];
      const back = await callKernel("UnrollElmanGrad", {
        inputs: {
          dy: like(y, dy),
          dhN: like(outputs[1] as HostTensor, dhN),
          y,
          weightHh: inputs.weightHh,
          ...(inputs.lengths && { lengths: inputs.lengths }),
        },
        attrs,
      });
      const [dGates, dh0] = back.outputs as [HostTensor, HostTensor];
      const d = cube(dGates);
      const previous = previousStates({ ...nested, y: cube(y) }, attrs);
      return {
        x: inputGradient(nested.weightIh, d),
        weightIh: matrixGradient(d, nested.x),
        weightHh: matrixGradient(d, previous),
        bias: biasGradient(d),
        h0: matrix(dh0),
      };
    },
  };
}

export function lstmGradients(drawn: SequenceDraw): Differentiated<ReturnType<typeof lstmNested>> {
  const { inputs, attrs } = lstmCall(drawn, true);
  const nested = lstmNested(inputs);
  return {
    inputs: nested,
    forward: (moved) => {
      const { y, hN, cN } = lstm(moved, attrs);
      return [y, hN, cN];
    },
    async gradients([dy, dhN, dcN]) {
      const { outputs } = await callKernel("UnrollLstm", { inputs, attrs });
      const [y, , , gates, cells] = outputs as [
        HostTensor,
        HostTensor,
        HostTensor,
        HostTensor,
        HostTensor,
      ];
      const back = await callKernel("UnrollLstmGrad", {
        inputs: {
          dy: like(y, dy),
          dhN: like(outputs[1] as HostTensor, dhN),
          dcN: like(outputs[2] as HostTensor, dcN),
          gates,
          cells,
          ...(inputs.c0 && { c0: inputs.c0 }),
          weightHh: inputs.weightHh,
          ...(inputs.lengths && { lengths: inputs.lengths }),
        },
        attrs: { reverse: attrs.reverse },
      });
      const [dGates, dh0, dc0] = back.outputs as [HostTensor, HostTensor, HostTensor];
      const d = cube(dGates);
      const previous = previousStates({ ...nested, y: cube(y) }, attrs);
      return {
        x: inputGradient(nested.weightIh, d),
        weightIh: matrixGradient(d, nested.x),
        weightHh: matrixGradient(d, previous),
        bias: biasGradient(d),
        h0: matrix(dh0),
        c0: matrix(dc0),
      };
    },
  };
}

export function gruGradients(
  drawn: SequenceDraw,
  resetAfter: boolean,
): Differentiated<ReturnType<typeof gruNested>> {
  const { inputs, attrs } = gruCall(drawn, resetAfter, true);
  const nested = gruNested(inputs);
  return {
    inputs: nested,
    forward: (moved) => {
      const { y, hN } = gru(moved, attrs);
      return [y, hN];
    },
    async gradients([dy, dhN]) {
      const { outputs } = await callKernel("UnrollGru", { inputs, attrs });
      const [y, , gates, hidden] = outputs as [HostTensor, HostTensor, HostTensor, HostTensor];
      const states = await callKernel("UnrollPreviousStates", {
        inputs: {
          y,
          ...(inputs.h0 && { h0: inputs.h0 }),
          ...(inputs.lengths && { lengths: inputs.lengths }),
        },
        attrs: { reverse: attrs.reverse },
      });
      const [previous] = states.outputs as [HostTensor];
      const back = await callKernel("UnrollGruGrad", {
        inputs: {
          dy: like(y, dy),
          dhN: like(outputs[1] as HostTensor, dhN),
          gates,
          hidden,
          previous,
          weightHh: inputs.weightHh,
          ...(inputs.lengths && { lengths: inputs.lengths }),
        },
        attrs: { reverse: attrs.reverse, resetAfter },
      });
      const [dGates, dHidden, dh0] = back.outputs as [HostTensor, HostTensor, HostTensor];
      const [d, du] = [cube(dGates), cube(dHidden)];
      return {
        x: inputGradient(nested.weightIh, d),
        weightIh: matrixGradient(d, nested.x),
        weightHh: recurrentGradient(du, cube(previous), cube(hidden), resetAfter),
        biasIh: biasGradient(d),
        biasHh: biasGradient(du),
        h0: matrix(dh0),
      };
    },
  };
}

/** The rows of r and z multiply h; those of n multiply h, or r*h without resetAfter. */
function recurrentGradient(
  dHidden: Cube,
  previous: Cube,
  hidden: Cube,
  resetAfter: boolean,
): Matrix {
  const whole = matrixGradient(dHidden, previous);
  if (resetAfter) return whole;
  const candidate = part(matrixGradient(dHidden, hidden), 2, 3);
  return [...part(whole, 0, 3), ...part(whole, 1, 3), ...candidate];
}

const like = ({ shape }: HostTensor, values: Nested | undefined): HostTensor =>
  host(shape, values ?? []);
