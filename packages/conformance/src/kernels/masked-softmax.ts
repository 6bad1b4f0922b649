import fc from "fast-check";
import { cube, draw, type HostTensor, host, integers, vector } from "../draw/host-tensor.ts";
import { drawLengths, type LengthKind, lengthKindNames, lengthKinds } from "../draw/lengths.ts";
import type { Random } from "../draw/random.ts";
import type { Vector } from "../reference/linear-algebra.ts";
import { maskedSoftmax, maskedSoftmaxGrad } from "../reference/masked-softmax.ts";
import type { Call } from "./call-kernel.ts";
import { type KernelCase, type Variant, variant } from "./kernel-case.ts";

interface Sizes {
  batch: number;
  queries: number;
  positions: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  batch: fc.constantFrom(1, 2, 3, 5),
  queries: fc.constantFrom(1, 2, 5),
  positions: fc.constantFrom(1, 2, 3, 4, 5, 8, 13, 66),
});
const certain: [Sizes, ...Sizes[]] = [
  { batch: 4, queries: 3, positions: 7 },
  { batch: 1, queries: 1, positions: 1 },
  { batch: 3, queries: 2, positions: 131 },
];

export const maskedSoftmaxCase: KernelCase<"UnrollMaskedSoftmax"> = {
  kernel: "UnrollMaskedSoftmax",
  tolerance: "forward",
  lengthsOnLastAxis: true,
  variants: variants((scores, lengths) => ({ inputs: { scores, ...lengths }, attrs: {} })),
  reference: ({ inputs }) => ({
    weights: maskedSoftmax({ scores: cube(inputs.scores), lengths: lengthsOf(inputs, "scores") }),
  }),
};

export const maskedSoftmaxGradCase: KernelCase<"UnrollMaskedSoftmaxGrad"> = {
  kernel: "UnrollMaskedSoftmaxGrad",
  tolerance: "gradient",
  lengthsOnLastAxis: true,
  variants: variants((scores, lengths, random) => {
    const counts = lengthsOf({ scores, ...lengths }, "scores");
    const weights = maskedSoftmax({ scores: cube(scores), lengths: counts });
    return {
      inputs: {
        weights: host(scores.shape, weights),
        dWeights: draw(random, scores.shape),
        ...lengths,
      },
      attrs: {},
    };
  }),
  reference: ({ inputs }) => ({
    dScores: maskedSoftmaxGrad({
      weights: cube(inputs.weights),
      dWeights: cube(inputs.dWeights),
      lengths: lengthsOf(inputs, "weights"),
    }),
  }),
};

/** Each kind of lengths, none, and scores of which some are -Infinity. */
function variants<N extends "UnrollMaskedSoftmax" | "UnrollMaskedSoftmaxGrad">(
  make: (scores: HostTensor, lengths: { lengths?: HostTensor }, random: Random) => Call<N>,
): Variant<N>[] {
  const drawScores = (random: Random, { batch, queries, positions }: Sizes) =>
    draw(random, [batch, queries, positions], 4);
  const lengthsOfKind = (random: Random, kind: LengthKind, { batch, positions }: Sizes) => ({
    lengths: integers(drawLengths(random, kind, { batch, time: positions })),
  });
  return [
    ...lengthKinds.map((kind) =>
      variant<N, Sizes>(lengthKindNames[kind], sizes, certain, (drawn, random) =>
        make(drawScores(random, drawn), lengthsOfKind(random, kind, drawn), random),
      ),
    ),
    variant<N, Sizes>("without lengths", sizes, certain, (drawn, random) =>
      make(drawScores(random, drawn), {}, random),
    ),
    variant<N, Sizes>("some scores -Infinity", sizes, certain, (drawn, random) => {
      const { shape, data } = drawScores(random, drawn);
      const some = Array.from(data, (score) => (random.integer(3) === 0 ? score : -Infinity));
      return make(host(shape, some), lengthsOfKind(random, "mixed", drawn), random);
    }),
  ];
}

/** How many positions of each row count: all where the lengths are left out. */
function lengthsOf<Name extends string>(
  inputs: Record<Name, HostTensor> & { lengths?: HostTensor },
  name: Name,
): Vector {
  if (inputs.lengths) return vector(inputs.lengths);
  const [batch = 0, , positions = 0] = inputs[name].shape;
  return new Array<number>(batch).fill(positions);
}
