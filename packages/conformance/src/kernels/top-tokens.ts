import fc from "fast-check";
import { draw, type HostTensor, host, integers, matrix, vector } from "../draw/host-tensor.ts";
import type { Random } from "../draw/random.ts";
import { topTokens } from "../reference/top-tokens.ts";
import type { Call } from "./call-kernel.ts";
import { type KernelCase, type Variant, variant } from "./kernel-case.ts";

interface Sizes {
  batch: number;
  hypotheses: number;
  vocabulary: number;
  count: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  batch: fc.constantFrom(1, 2, 3),
  hypotheses: fc.constantFrom(1, 2, 4),
  vocabulary: fc.constantFrom(2, 3, 16, 17, 66, 131),
  count: fc.constantFrom(1, 2, 8),
});
const certain: [Sizes, ...Sizes[]] = [
  { batch: 3, hypotheses: 4, vocabulary: 37, count: 8 },
  { batch: 1, hypotheses: 1, vocabulary: 1, count: 1 },
  { batch: 2, hypotheses: 5, vocabulary: 5, count: 25 }, // all there are
  { batch: 1, hypotheses: 2, vocabulary: 1000, count: 3 },
];

export const topTokensCase: KernelCase<"UnrollTopTokens"> = {
  kernel: "UnrollTopTokens",
  tolerance: "forward",
  integers: ["places"],
  variants: [
    of("any", (_random, logits, scores) => ({ logits, scores })),
    of("dead hypotheses", (random, logits, { shape, data }) => ({
      logits,
      scores: host(
        shape,
        Array.from(data, (score) => (random.integer(2) === 0 ? score : -Infinity)),
      ),
    })),
    of("tokens of probability 0", (random, { shape, data }, scores, { vocabulary }) => ({
      logits: host(
        shape,
        Array.from(data, (logit, n) =>
          n % vocabulary === 0 || random.integer(3) === 0 ? logit : -Infinity,
        ),
      ),
      scores,
    })),
    of("banned places", (random, logits, scores) => ({
      logits,
      scores,
      banned: integers([...logits.data.keys()].filter(() => random.integer(3) === 0)),
    })),
    of("logits of the same size", (_random, logits, scores, { vocabulary }) => ({
      // Hypotheses in pairs that are alike: of theirs too, the first comes first.
      logits: host(
        logits.shape,
        Array.from(logits.data, (_, n) => {
          const row = Math.floor(n / vocabulary);
          return Math.round(2 * (logits.data[n - (row % 2) * vocabulary] ?? 0)) / 2;
        }),
      ),
      scores: host(scores.shape, new Array(scores.data.length).fill(-1)),
    })),
  ],
  reference: ({ inputs, attrs }) =>
    topTokens(
      matrix(inputs.logits),
      matrix(inputs.scores),
      attrs.count,
      inputs.banned ? vector(inputs.banned) : [],
    ),
};

function of(
  name: string,
  make: (
    random: Random,
    logits: HostTensor,
    scores: HostTensor,
    drawn: Sizes,
  ) => Call<"UnrollTopTokens">["inputs"],
): Variant<"UnrollTopTokens"> {
  return variant(name, sizes, certain, (drawn, random) => {
    const { batch, hypotheses, vocabulary, count } = drawn;
    const logits = draw(random, [batch * hypotheses, vocabulary], 4);
    const scores = draw(random, [batch, hypotheses], 3);
    return {
      inputs: make(random, logits, scores, drawn),
      attrs: { count: Math.min(count, hypotheses * vocabulary) },
    };
  });
}
