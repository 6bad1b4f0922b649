import { expect, test } from "vitest";
import { checkGradients, like } from "../compare/gradient-check.ts";
import type { Nested } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import { elmanCall, elmanNested } from "../kernels/elman.ts";
import { gruCall, gruNested } from "../kernels/gru.ts";
import { lstmCall, lstmNested } from "../kernels/lstm.ts";
import { elman, elmanGrad } from "./elman.ts";
import { gru, gruGrad } from "./gru.ts";
import type { Cube, Matrix } from "./linear-algebra.ts";
import { lstm, lstmGrad } from "./lstm.ts";
import { previousStates } from "./previous-states.ts";
import { biasGradient, inputGradient, matrixGradient } from "./weight-gradients.ts";

/** In float64 a central difference agrees to its own error, of order 1e-10. */
const tolerance = 1e-8;

const drawn = (reverse: boolean) => ({
  batch: 3,
  time: 4,
  inputSize: 2,
  hiddenSize: 3,
  lengths: [4, 0, 2],
  reverse,
  sparse: false,
  random: random(1),
});

const weighOutputs = (outputs: Nested[]) => {
  const source = random(2);
  return outputs.map((output) => like(output, () => source.value()));
};

test.each([false, true])("Elman's backward pass, reverse %s", async (reverse) => {
  for (const nonlinearity of ["tanh", "relu"] as const) {
    const inputs = elmanNested(elmanCall(drawn(reverse), nonlinearity).inputs);
    const options = { reverse, nonlinearity };
    const forward = (moved: typeof inputs) => {
      const { y, hN } = elman(moved, options);
      return [y, hN];
    };
    const gradients = async ([dy, dhN]: Nested[]) => {
      const { y } = elman(inputs, options);
      const d = elmanGrad({ ...inputs, y, dy: dy as Cube, dhN: dhN as Matrix }, options);
      const previous = previousStates({ ...inputs, y }, options);
      return {
        x: inputGradient(inputs.weightIh, d.dGates),
        weightIh: matrixGradient(d.dGates, inputs.x),
        weightHh: matrixGradient(d.dGates, previous),
        bias: biasGradient(d.dGates),
        h0: d.dh0,
      };
    };
    const dOutputs = weighOutputs(forward(inputs));
    await checkGradients({ inputs, forward, gradients }, dOutputs, random(3), tolerance);
  }
});

test.each([false, true])("LSTM's backward pass, reverse %s", async (reverse) => {
  const inputs = lstmNested(lstmCall(drawn(reverse), true).inputs);
  const forward = (moved: typeof inputs) => {
    const { y, hN, cN } = lstm(moved, { reverse });
    return [y, hN, cN];
  };
  const gradients = async ([dy, dhN, dcN]: Nested[]) => {
    const { y, gates, cells } = lstm(inputs, { reverse });
    const dOutputs = { dy: dy as Cube, dhN: dhN as Matrix, dcN: dcN as Matrix };
    const d = lstmGrad({ ...inputs, ...dOutputs, gates, cells }, { reverse });
    const previous = previousStates({ ...inputs, y }, { reverse });
    return {
      x: inputGradient(inputs.weightIh, d.dGates),
      weightHh: matrixGradient(d.dGates, previous),
      bias: biasGradient(d.dGates),
      h0: d.dh0,
      c0: d.dc0,
    };
  };
  const dOutputs = weighOutputs(forward(inputs));
  await checkGradients({ inputs, forward, gradients }, dOutputs, random(3), tolerance);
});

test.each([false, true])("GRU's backward pass, reverse %s", async (reverse) => {
  for (const resetAfter of [true, false]) {
    const options = { reverse, resetAfter };
    const inputs = gruNested(gruCall(drawn(reverse), resetAfter, true).inputs);
    const forward = (moved: typeof inputs) => {
      const { y, hN } = gru(moved, options);
      return [y, hN];
    };
    const gradients = async ([dy, dhN]: Nested[]) => {
      const { y, gates, hidden } = gru(inputs, options);
      const previous = previousStates({ ...inputs, y }, options);
      const dOutputs = { dy: dy as Cube, dhN: dhN as Matrix };
      const d = gruGrad({ ...inputs, ...dOutputs, gates, hidden, previous }, options);
      return {
        x: inputGradient(inputs.weightIh, d.dGates),
        biasIh: biasGradient(d.dGates),
        biasHh: biasGradient(d.dHidden),
        h0: d.dh0,
      };
    };
    const dOutputs = weighOutputs(forward(inputs));
    await checkGradients({ inputs, forward, gradients }, dOutputs, random(3), tolerance);
  }
});

test("a wrong gradient is found", async () => {
  const inputs = lstmNested(lstmCall(drawn(false), true).inputs);
  const forward = (moved: typeof inputs) => [lstm(moved, { reverse: false }).y];
  const gradients = async () => ({ bias: inputs.bias });
  const check = checkGradients(
    { inputs, forward, gradients },
    weighOutputs(forward(inputs)),
    random(3),
    tolerance,
  );
  await expect(check).rejects.toThrow("derivative along bias");
});
