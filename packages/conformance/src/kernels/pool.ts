import {
  cube,
  draw,
  type HostTensor,
  host,
  integers,
  matrix,
  zeroTensor,
} from "../draw/host-tensor.ts";
import { pool, poolWeights } from "../reference/pool.ts";
import type { Call } from "./call-kernel.ts";
import type { KernelCase, Variant } from "./kernel-case.ts";
import { lengthsOf, type SequenceDraw, sequenceVariants } from "./sequence-variants.ts";

const poolings = ["last", "mean", "max"] as const;
type Pooling = (typeof poolings)[number];

export const poolCase: KernelCase<"UnrollPool"> = {
  kernel: "UnrollPool",
  tolerance: "forward",
  integers: ["steps"],
  variants: pooled((drawn, pooling) => poolCall(drawn, pooling)),
  reference({ inputs, attrs: { pooling } }) {
    const { pooled, steps } = pool(cube(inputs.y), lengthsOf(inputs.y, inputs.lengths), pooling);
    return pooling === "max" ? { pooled, steps } : { pooled };
  },
};

export const poolGradCase: KernelCase<"UnrollPoolGrad"> = {
  kernel: "UnrollPoolGrad",
  tolerance: "gradient",
  variants: pooled((drawn, pooling) => {
    const { batch, time, hiddenSize, random } = drawn;
    const { inputs } = poolCall(drawn, pooling);
    const { steps } = pool(cube(inputs.y), lengthsOf(inputs.y, inputs.lengths), pooling);
    return {
      inputs: {
        dPooled: draw(random, [batch, hiddenSize]),
        ...(pooling === "max" && {
          steps: { ...integers(steps.flat()), shape: [batch, hiddenSize] },
        }),
        ...(inputs.lengths && { lengths: inputs.lengths }),
      },
      attrs: { pooling, timeSteps: time },
    };
  }),
  reference({ inputs, attrs: { pooling, timeSteps } }) {
    const dPooled = matrix(inputs.dPooled);
    const steps = inputs.steps && matrix(inputs.steps);
    const [batch = 0, size = 0] = inputs.dPooled.shape;
    const time = zeroTensor([batch, timeSteps, size]);
    const lengths = lengthsOf(time, inputs.lengths);
    const weights = poolWeights(cube(time), lengths, pooling);
    const weight = (b: number, t: number, j: number) =>
      steps ? Number(steps[b]?.[j] === t) : (weights[b]?.[t]?.[j] ?? 0);
    return {
      dy: weights.map((row, b) =>
        row.map((step, t) =>
          step.map((_, j) => {
            const share = weight(b, t, j);
            return share === 0 ? 0 : share * (dPooled[b]?.[j] ?? 0);
          }),
        ),
      ),
    };
  },
};

function pooled<N extends "UnrollPool" | "UnrollPoolGrad">(
  make: (drawn: SequenceDraw, pooling: Pooling) => Call<N>,
): Variant<N>[] {
  return poolings.flatMap((pooling) =>
    sequenceVariants<N>((drawn) => make(drawn, pooling), `${pooling}, `).filter(
      ({ name }) => !name.includes("reverse"), // there is no direction
    ),
  );
}

function poolCall(drawn: SequenceDraw, pooling: Pooling): Call<"UnrollPool"> {
  const { batch, time, hiddenSize, lengths, sparse, random } = drawn;
  return {
    inputs: {
      y: tied(draw(random, [batch, time, hiddenSize], 2)),
      ...(!sparse && { lengths: integers(lengths) }),
    },
    attrs: { pooling },
  };
}

/** Rounded to halves, so that the largest value stands at several steps: the first of them counts. */
function tied({ shape, data }: HostTensor): HostTensor {
  return host(
    shape,
    Array.from(data, (value) => Math.round(2 * value) / 2),
  );
}
