import type { KernelName } from "@unroll/core";
import type { TestedCell } from "../cells/cell-kind.ts";
import { expectSameTensor } from "../compare/same-bits.ts";
import { draw, type HostTensor, host, integers, zeroTensor } from "../draw/host-tensor.ts";
import { random } from "../draw/random.ts";
import { type Call, callKernel } from "../kernels/call-kernel.ts";
import {
  backCall,
  contractCall,
  forwardCall,
  gradientNames,
  hasKernels,
  outputNames,
} from "../kernels/cell-kernels.ts";
import type { Case, Group } from "./case.ts";

/** A batch without rows, rows without steps, a product over nothing: shapes hold, and sums are 0. */
export const empty: Group = {
  name: "kernels take empty tensors",
  cases: ({ cells, has }) =>
    [...cells.flatMap(cellCases), ...otherCases()].filter(({ kernel }) => has(kernel)),
};

interface EmptyCase extends Case {
  readonly kernel: string;
}

function emptyCase<N extends KernelName>(
  kernel: N,
  what: string,
  call: Call<N>,
  expected: readonly HostTensor[],
): EmptyCase {
  return {
    kernel,
    name: `${kernel}, ${what}`,
    async run() {
      const { outputs } = await callKernel(kernel, call);
      if (outputs.length !== expected.length) {
        throw new Error(`${kernel}: must give ${expected.length} outputs, got ${outputs.length}.`);
      }
      expected.forEach((tensor, k) => {
        expectSameTensor(`${kernel}: output ${k}`, outputs[k] as HostTensor, tensor);
      });
    },
  };
}

/** A state passes through what has no steps, forward and back. */
function cellCases({ name, kind, variant }: TestedCell): EmptyCase[] {
  if (!hasKernels(kind)) return [];
  const { kernels, reference } = kind;
  const [inputSize, hiddenSize, source] = [3, 2, random(1)];
  return noSteps.flatMap(({ batch, time }) => {
    const what = `${name}, batch ${batch}, time ${time}`;
    const lengths = new Array<number>(batch).fill(0);
    const sizes = { batch, time, inputSize, hiddenSize, lengths };
    const call = forwardCall(kind, variant, {
      ...sizes,
      reverse: false,
      sparse: false,
      random: source,
    });
    const states = reference.states.map((part) => [`d${part}N`, draw(source, [batch, hiddenSize])]);
    const dOutputs = { dy: zeroTensor([batch, time, hiddenSize]), ...Object.fromEntries(states) };
    const back = backCall(kind, call, {}, dOutputs);
    const cube = (width = 1) => zeroTensor([batch, time, width * hiddenSize]);
    return [
      emptyCase(
        kernels.forward,
        what,
        contractCall(call),
        outputNames(kind, call.attrs.reserve).map(
          (output) => call.inputs[output.replace(/N$/, "0")] ?? cube(reference.reserve[output]),
        ),
      ),
      emptyCase(
        kernels.gradient,
        what,
        contractCall(back),
        gradientNames(kind).map(
          (output) => back.inputs[output.replace(/0$/, "N")] ?? cube(reference.gates),
        ),
      ),
    ];
  });
}

const noSteps = [
  { batch: 0, time: 4 },
  { batch: 2, time: 0 },
];

function otherCases(): EmptyCase[] {
  const source = random(2);
  const some = (...shape: number[]) => draw(source, shape);
  const none = zeroTensor([0]);
  const scale = host([], 1);
  const bias = some(2);
  const plain = { transposeA: false, transposeB: false };
  const product = (a: HostTensor, b: HostTensor) => ({ inputs: { a, b }, attrs: plain });
  const loss = { logits: zeroTensor([0, 3]), targets: integers([]) };
  const rule = { learningRate: 0.1, epsilon: 1e-8, weightDecay: 0, momentum: 0.9 };
  const parameter = { param: none, grad: none, scale };
  return [
    emptyCase("UnrollMatMul", "over nothing", product(some(5, 0), some(0, 2)), [
      zeroTensor([5, 2]),
    ]),
    emptyCase(
      "UnrollMatMul",
      "over nothing, with a bias",
      { inputs: { a: some(3, 0), b: some(2, 0), bias }, attrs: { ...plain, transposeB: true } },
      [host([3, 2], [...bias.data, ...bias.data, ...bias.data])],
    ),
    emptyCase("UnrollMatMul", "no rows", product(some(0, 3), some(3, 2)), [zeroTensor([0, 2])]),
    emptyCase("UnrollMatMul", "no columns", product(some(2, 3), some(3, 0)), [zeroTensor([2, 0])]),
    emptyCase(
      "UnrollGather",
      "no rows",
      { inputs: { table: some(4, 3), indices: integers([]) }, attrs: {} },
      [zeroTensor([0, 3])],
    ),
    emptyCase(
      "UnrollScatterAdd",
      "no rows",
      { inputs: { indices: integers([]), updates: zeroTensor([0, 3]) }, attrs: { rows: 4 } },
      [zeroTensor([4, 3])],
    ),
    emptyCase(
      "UnrollTopTokens",
      "no inputs",
      {
        inputs: { logits: zeroTensor([0, 3]), scores: zeroTensor([0, 2]) },
        attrs: { count: 4 },
      },
      [zeroTensor([0, 4]), { ...integers([]), shape: [0, 4] }],
    ),
    emptyCase(
      "UnrollSampleTokens",
      "no rows",
      {
        inputs: { logits: zeroTensor([0, 3]), uniforms: none },
        attrs: { temperature: 1, topK: 2, topP: 0.5 },
      },
      [integers([]), none],
    ),
    ...[false, true].flatMap((mean) => {
      const attrs = { labelSmoothing: 0.1, mean };
      const losses = zeroTensor(mean ? [] : [0]);
      const inputs = { ...loss, dLosses: losses };
      return [
        emptyCase("UnrollCrossEntropy", `no rows, mean ${mean}`, { inputs: loss, attrs }, [losses]),
        emptyCase("UnrollCrossEntropyGrad", `no rows, mean ${mean}`, { inputs, attrs }, [
          loss.logits,
        ]),
      ];
    }),
    emptyCase(
      "UnrollLinearCrossEntropy",
      "no rows",
      {
        inputs: { x: zeroTensor([0, 3]), weight: some(4, 3), targets: integers([]) },
        attrs: { labelSmoothing: 0.1, reserve: true },
      },
      [zeroTensor([]), zeroTensor([0, 3]), zeroTensor([4, 3]), zeroTensor([4])],
    ),
    emptyCase(
      "UnrollLinearCrossEntropy",
      "over nothing",
      {
        inputs: { x: zeroTensor([1, 0]), weight: zeroTensor([1, 0]), targets: integers([0]) },
        attrs: { labelSmoothing: 0, reserve: true },
      },
      [zeroTensor([]), zeroTensor([1, 0]), zeroTensor([1, 0]), zeroTensor([1])],
    ),
    ...noSteps.flatMap(({ batch, time }) => {
      const lengths = integers(new Array<number>(batch).fill(0));
      const what = `batch ${batch}, time ${time}`;
      const [y, h0] = [zeroTensor([batch, time, 2]), some(batch, 2)];
      const states = { inputs: { y, h0, lengths }, attrs: { reverse: false } };
      const steps = { ...integers(new Array<number>(batch * 2).fill(-1)), shape: [batch, 2] };
      return [
        emptyCase("UnrollPreviousStates", what, states, [y]),
        ...(["last", "mean", "max"] as const).flatMap((pooling) => {
          const chosen = pooling === "max" ? [steps] : [];
          const back = { dPooled: h0, lengths, ...(pooling === "max" && { steps }) };
          return [
            emptyCase(
              "UnrollPool",
              `${pooling}, ${what}`,
              { inputs: { y, lengths }, attrs: { pooling } },
              [zeroTensor([batch, 2]), ...chosen],
            ),
            emptyCase(
              "UnrollPoolGrad",
              `${pooling}, ${what}`,
              { inputs: back, attrs: { pooling, timeSteps: time } },
              [y],
            ),
          ];
        }),
      ];
    }),
    emptyCase(
      "UnrollDropout",
      "no elements",
      { inputs: { x: zeroTensor([0, 3]) }, attrs: { rate: 0.5, key0: 1, key1: 2, block: 0 } },
      [zeroTensor([0, 3])],
    ),
    emptyCase("UnrollSquaredNorm", "no elements", { inputs: { x: none }, attrs: {} }, [
      zeroTensor([]),
    ]),
    emptyCase(
      "UnrollSquaredNorm",
      "no elements, a sum",
      { inputs: { x: none, sum: scale }, attrs: {} },
      [scale],
    ),
    emptyCase(
      "UnrollLerp",
      "no elements",
      { inputs: { a: none, b: none }, attrs: { weight: 0.5 } },
      [none],
    ),
    emptyCase(
      "UnrollAdam",
      "no elements",
      {
        inputs: { ...parameter, m: none, v: none },
        attrs: { ...rule, beta1: 0.9, beta2: 0.99, decoupled: false, step: 1 },
      },
      [none, none, none],
    ),
    emptyCase(
      "UnrollSgd",
      "no elements",
      { inputs: { ...parameter, velocity: none }, attrs: { ...rule, nesterov: false } },
      [none, none],
    ),
    emptyCase(
      "UnrollRmsprop",
      "no elements",
      { inputs: { ...parameter, square: none, velocity: none }, attrs: { ...rule, alpha: 0.9 } },
      [none, none, none],
    ),
  ];
}
