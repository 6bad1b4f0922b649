import fc from "fast-check";
import { draw, type HostTensor, host, scalar, vector } from "../draw/host-tensor.ts";
import type { Random } from "../draw/random.ts";
import { adam } from "../reference/adam.ts";
import { rmsprop } from "../reference/rmsprop.ts";
import { sgd } from "../reference/sgd.ts";
import { type KernelCase, variant } from "./kernel-case.ts";

interface Parameters {
  size: number;
  step: number;
  /** Gradients as small as those of a trained model, where epsilon begins to matter. */
  gradientScale: number;
}

const parameters: fc.Arbitrary<Parameters> = fc.record({
  size: fc.constantFrom(1, 3, 64, 301),
  step: fc.constantFrom(1, 2, 7, 1000),
  gradientScale: fc.constantFrom(1, 1e-4),
});
const certain: [Parameters, ...Parameters[]] = [
  { size: 67, step: 3, gradientScale: 1 },
  { size: 1, step: 1, gradientScale: 1 },
  { size: 5, step: 1000, gradientScale: 1e-4 },
];

const parts = (random: Random, { size, gradientScale }: Parameters) => ({
  param: draw(random, [size]),
  grad: draw(random, [size], gradientScale),
  scale: host([], 0.1 + Math.abs(random.value())),
});
/** The size of what an optimizer keeps: as small as the squares of small gradients. */
const largest = (tensor: HostTensor): number =>
  Math.max(...vector(tensor).map((value) => Math.abs(value) || 0));
const nonNegative = (tensor: HostTensor): HostTensor =>
  host(tensor.shape, vector(tensor).map(Math.abs));

export const adamCase: KernelCase<"UnrollAdam"> = {
  kernel: "UnrollAdam",
  tolerance: "forward",
  variants: [
    { name: "Adam", weightDecay: 0, decoupled: false },
    { name: "Adam with weight decay", weightDecay: 0.1, decoupled: false },
    { name: "AdamW", weightDecay: 0.1, decoupled: true },
  ].map(({ name, weightDecay, decoupled }) =>
    variant(name, parameters, certain, (drawn, random) => ({
      inputs: {
        ...parts(random, drawn),
        m: draw(random, [drawn.size], drawn.gradientScale),
        v: nonNegative(draw(random, [drawn.size], drawn.gradientScale ** 2)),
      },
      attrs: {
        learningRate: 0.3,
        beta1: 0.8,
        beta2: 0.9,
        epsilon: 1e-5,
        weightDecay,
        decoupled,
        step: drawn.step,
      },
    })),
  ),
  reference: ({ inputs, attrs }) =>
    adam(
      {
        param: vector(inputs.param),
        grad: vector(inputs.grad),
        m: vector(inputs.m),
        v: vector(inputs.v),
        scale: scalar(inputs.scale),
      },
      attrs,
    ),
  scale: ({ inputs }) => ({ m: largest(inputs.m), v: largest(inputs.v) }),
  // A NaN parameter may or may not pass through a weight decay of 0.
  mayBeNaN: () => ["grad", "m", "v", "scale"],
};

export const sgdCase: KernelCase<"UnrollSgd"> = {
  kernel: "UnrollSgd",
  tolerance: "forward",
  variants: [
    { name: "plain", momentum: 0, nesterov: false, weightDecay: 0 },
    { name: "momentum", momentum: 0.9, nesterov: false, weightDecay: 0 },
    { name: "Nesterov", momentum: 0.9, nesterov: true, weightDecay: 0 },
    { name: "momentum and weight decay", momentum: 0.5, nesterov: false, weightDecay: 0.1 },
  ].map(({ name, ...attrs }) =>
    variant(name, parameters, certain, (drawn, random) => ({
      inputs: {
        ...parts(random, drawn),
        velocity: draw(random, [drawn.size], drawn.gradientScale),
      },
      attrs: { learningRate: 0.3, ...attrs },
    })),
  ),
  reference: ({ inputs, attrs }) =>
    sgd(
      {
        param: vector(inputs.param),
        grad: vector(inputs.grad),
        velocity: vector(inputs.velocity),
        scale: scalar(inputs.scale),
      },
      attrs,
    ),
  scale: ({ inputs }) => ({ velocity: largest(inputs.velocity) }),
  mayBeNaN: ({ attrs }) => ["grad", "scale", ...(attrs.momentum ? ["velocity"] : [])],
};

export const rmspropCase: KernelCase<"UnrollRmsprop"> = {
  kernel: "UnrollRmsprop",
  tolerance: "forward",
  variants: [
    { name: "plain", momentum: 0, weightDecay: 0 },
    { name: "momentum", momentum: 0.9, weightDecay: 0 },
    { name: "momentum and weight decay", momentum: 0.5, weightDecay: 0.1 },
  ].map(({ name, ...attrs }) =>
    variant(name, parameters, certain, (drawn, random) => ({
      inputs: {
        ...parts(random, drawn),
        square: nonNegative(draw(random, [drawn.size], drawn.gradientScale ** 2)),
        velocity: draw(random, [drawn.size]),
      },
      attrs: { learningRate: 0.3, alpha: 0.9, epsilon: 1e-5, ...attrs },
    })),
  ),
  reference: ({ inputs, attrs }) =>
    rmsprop(
      {
        param: vector(inputs.param),
        grad: vector(inputs.grad),
        square: vector(inputs.square),
        velocity: vector(inputs.velocity),
        scale: scalar(inputs.scale),
      },
      attrs,
    ),
  scale: ({ inputs }) => ({ square: largest(inputs.square) }),
  mayBeNaN: ({ attrs }) => ["grad", "square", "scale", ...(attrs.momentum ? ["velocity"] : [])],
};
