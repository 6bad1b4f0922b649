import { expect, test } from "vitest";
import { type CellVariant, everyVariant } from "../cells/cell-kind.ts";
import { cellKinds } from "../cells/table.ts";
import { checkGradients, like } from "../compare/gradient-check.ts";
import type { Nested } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import {
  type CellWithKernels,
  cellValues,
  forwardCall,
  hasKernels,
  outputNames,
  pick,
} from "../kernels/cell-kernels.ts";
import { type CellValues, type GradientValues, runBackward, runForward } from "./cell.ts";
import { weightGradients } from "./weight-gradients.ts";

/** In float64 a central difference agrees to its own error, of order 1e-10. */
const tolerance = 1e-8;

function differentiated(kind: CellWithKernels, variant: CellVariant, reverse: boolean) {
  const { reference } = kind;
  const sizes = { batch: 3, time: 4, inputSize: 2, hiddenSize: 3, lengths: [4, 0, 2] };
  const call = forwardCall(kind, variant, { ...sizes, reverse, sparse: false, random: random(1) });
  const inputs = cellValues(kind, call.inputs);
  const names = outputNames(kind, false);
  const forward = (moved: CellValues) =>
    Object.values(pick<Nested>(runForward(reference, moved, call.attrs), names));
  const gradients = async (dOutputs: Nested[]) => {
    const saved = runForward(reference, inputs, call.attrs);
    const dNamed = Object.fromEntries(names.map((name, k) => [`d${name}`, dOutputs[k]]));
    const values = { ...inputs, ...saved, ...dNamed } as unknown as GradientValues;
    const back = runBackward(reference, values, call.attrs);
    return weightGradients(reference, inputs, saved, back, call.attrs);
  };
  const source = random(2);
  const dOutputs = forward(inputs).map((output) => like(output, () => source.value()));
  return { subject: { inputs, forward, gradients }, dOutputs };
}

const all = everyVariant(cellKinds).flatMap(({ name, kind, variant }) =>
  hasKernels(kind) ? [false, true].map((reverse) => ({ name, kind, variant, reverse })) : [],
);

test.each(all)("$name: the backward pass, reverse $reverse", async ({ kind, variant, reverse }) => {
  const { subject, dOutputs } = differentiated(kind, variant, reverse);
  expect(Object.keys(await subject.gradients(dOutputs))).toEqual([
    ...["x", "weightIh", "biasIh"],
    ...(kind.reference.recurrent === false ? [] : ["weightHh", "biasHh"]),
    ...kind.reference.states.map((name) => `${name}0`),
  ]);
  await checkGradients(subject, dOutputs, random(3), tolerance);
});

test("a wrong gradient is found", async () => {
  const [{ kind, variant }] = all as [(typeof all)[0]];
  const { subject, dOutputs } = differentiated(kind, variant, false);
  const gradients = async () => ({ biasIh: subject.inputs.biasIh });
  const check = checkGradients({ ...subject, gradients }, dOutputs, random(3), tolerance);
  await expect(check).rejects.toThrow("derivative along biasIh");
});
