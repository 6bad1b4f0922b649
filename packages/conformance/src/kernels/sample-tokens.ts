import fc from "fast-check";
import { draw, type HostTensor, host, integers, matrix, vector } from "../draw/host-tensor.ts";
import type { Random } from "../draw/random.ts";
import { sampleTokens } from "../reference/sample-tokens.ts";
import type { Call } from "./call-kernel.ts";
import { type KernelCase, type Variant, variant } from "./kernel-case.ts";

interface Sizes {
  rows: number;
  vocabulary: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  rows: fc.constantFrom(1, 2, 7),
  vocabulary: fc.constantFrom(2, 3, 16, 17, 66),
});
const certain: [Sizes, ...Sizes[]] = [
  { rows: 5, vocabulary: 37 },
  { rows: 1, vocabulary: 1 },
  { rows: 3, vocabulary: 1000 },
];
const everything = { temperature: 1, topK: 0, topP: 1 };

export const sampleTokensCase: KernelCase<"UnrollSampleTokens"> = {
  kernel: "UnrollSampleTokens",
  tolerance: "forward",
  integers: ["tokens"],
  // A uniform is a number from 0 to below 1.
  mayBeNaN: () => ["logits"],
  variants: [
    of("all tokens", everything),
    of("a low temperature", { ...everything, temperature: 0.3 }),
    of("a high temperature", { ...everything, temperature: 5 }),
    of("the likeliest one", { ...everything, topK: 1 }),
    of("the likeliest five", { ...everything, topK: 5 }),
    of("the nucleus", { ...everything, topP: 0.7 }),
    of("the nucleus of the likeliest nine", { temperature: 1.5, topK: 9, topP: 0.8 }),
    of("banned places", { ...everything, topP: 0.9 }, (random, logits) => ({
      logits,
      banned: integers([...logits.data.keys()].filter(() => random.integer(3) === 0)),
    })),
    of("all but a row banned", everything, (_random, logits) => ({
      logits,
      banned: integers([...logits.data.keys()].slice(0, -(logits.shape[1] ?? 0))),
    })),
    of("tokens of probability 0", { ...everything, topK: 40 }, (random, { shape, data }) => ({
      logits: host(
        shape,
        Array.from(data, (logit) => (random.integer(3) === 0 ? logit : -Infinity)),
      ),
    })),
    of("logits of the same size", { ...everything, topK: 4, topP: 0.8 }, (_random, logits) => ({
      logits: host(
        logits.shape,
        Array.from(logits.data, (logit) => Math.round(logit)),
      ),
    })),
  ],
  reference: ({ inputs, attrs }) =>
    sampleTokens(matrix(inputs.logits), vector(inputs.uniforms), {
      ...attrs,
      banned: inputs.banned ? vector(inputs.banned) : [],
    }),
};

function of(
  name: string,
  attrs: Call<"UnrollSampleTokens">["attrs"],
  make: (
    random: Random,
    logits: HostTensor,
  ) => Omit<Call<"UnrollSampleTokens">["inputs"], "uniforms"> = (_random, logits) => ({ logits }),
): Variant<"UnrollSampleTokens"> {
  return variant(name, sizes, certain, ({ rows, vocabulary }, random) => ({
    inputs: {
      ...make(random, draw(random, [rows, vocabulary], 4)),
      uniforms: host(
        [rows],
        Array.from({ length: rows }, () => (1 + random.value()) / 2),
      ),
    },
    attrs,
  }));
}
