import fc from "fast-check";
import type { CellVariant } from "../cells/cell-kind.ts";
import { checkGradients, type Differentiated, like } from "../compare/gradient-check.ts";
import { host, type Nested, nested } from "../draw/host-tensor.ts";
import { lengthKinds } from "../draw/lengths.ts";
import { random } from "../draw/random.ts";
import { smallSequenceSizes } from "../draw/sizes.ts";
import { callKernel } from "../kernels/call-kernel.ts";
import {
  backCall,
  type CellCall,
  type CellWithKernels,
  cellValues,
  contractCall,
  forwardCall,
  gradientNames,
  hasKernels,
  outputNames,
  pick,
} from "../kernels/cell-kernels.ts";
import { sequenceDraw } from "../kernels/sequence-variants.ts";
import { type BackwardResult, type CellValues, runForward } from "../reference/cell.ts";
import { weightGradients } from "../reference/weight-gradients.ts";
import type { Case, Group } from "./case.ts";

const runs = 12;

/** What the loss is a sum over. The first output is y, the others are the final state. */
export const lossKinds = [
  { name: "loss on the outputs only", counts: (output: number) => output === 0 },
  { name: "loss on the final state only", counts: (output: number) => output > 0 },
  { name: "loss on both", counts: () => true },
] as const;

/** Forward and gradient kernels of a cell belong together: finite differences in float64 say so. */
export const finiteDifferences: Group = {
  name: "kernels' gradients equal finite differences",
  cases: ({ cells, has }) =>
    cells.flatMap(({ name, kind, variant }) =>
      hasKernels(kind) && has(kind.kernels.forward) && has(kind.kernels.gradient)
        ? casesOf(name, kind, variant)
        : [],
    ),
};

function casesOf(cell: string, kind: CellWithKernels, variant: CellVariant): Case[] {
  return lossKinds.map(({ name, counts }) => ({
    name: `${cell}, ${name}`,
    run: ({ tolerance }) =>
      fc.assert(
        fc.asyncProperty(
          smallSequenceSizes,
          fc.constantFrom(...lengthKinds),
          fc.boolean(),
          fc.nat(),
          async (sizes, kindOfLengths, reverse, seed) => {
            const source = random(seed);
            const drawn = sequenceDraw(sizes, kindOfLengths, reverse, source);
            const subject = kernelGradients(kind, forwardCall(kind, variant, drawn));
            const dOutputs = subject
              .forward(subject.inputs)
              .map((output, index) =>
                single(like(output, () => (counts(index) ? source.value() : 0))),
              );
            await checkGradients(subject, dOutputs, source, tolerance.gradient);
          },
        ),
        { seed: 21, numRuns: runs },
      ),
  }));
}

/**
 * A cell's forward and gradient kernel, and the gradients of x and the weights formed from theirs in
 * float64, as the contract says core will.
 */
function kernelGradients(kind: CellWithKernels, call: CellCall): Differentiated<CellValues> {
  const { kernels, reference } = kind;
  const inputs = cellValues(kind, call.inputs);
  const [loss, all] = [outputNames(kind, false), outputNames(kind, call.attrs.reserve)];
  return {
    inputs,
    forward: (moved) => Object.values(pick(runForward(reference, moved, call.attrs), loss)),
    async gradients(dOutputs) {
      const forward = await callKernel(kernels.forward, contractCall(call));
      const outputs = Object.fromEntries(forward.outputs.map((each, k) => [all[k], nested(each)]));
      // As if by UnrollPreviousStates, which has a case of its own.
      const { previous } = runForward(reference, inputs, call.attrs);
      const saved = { ...outputs, previous };
      const shapes = loss.map((name, k) => [`d${name}`, forward.outputs[k]?.shape ?? []] as const);
      const dNamed = shapes.map(([name, shape], k) => [name, host(shape, dOutputs[k] ?? [])]);
      const backward = backCall(kind, call, saved, Object.fromEntries(dNamed));
      const back = await callKernel(kernels.gradient, contractCall(backward));
      const names = gradientNames(kind);
      const d = Object.fromEntries(back.outputs.map((each, k) => [names[k], nested(each)]));
      return weightGradients(reference, inputs, saved, d as unknown as BackwardResult, call.attrs);
    },
  };
}

/** Rounded to float32, so that the reference and the backend see the same numbers. */
export function single(values: Nested): Nested {
  return typeof values === "number" ? Math.fround(values) : (values.map(single) as Nested);
}
