import type { KernelName } from "@unroll/core";
import { draw, type HostTensor, vector } from "../draw/host-tensor.ts";
import { drawLengths, type LengthKind, lengthKindNames, lengthKinds } from "../draw/lengths.ts";
import type { Random } from "../draw/random.ts";
import { certainSequenceSizes, type SequenceSizes, sequenceSizes } from "../draw/sizes.ts";
import type { Vector } from "../reference/linear-algebra.ts";
import type { Call } from "./call-kernel.ts";
import { type Variant, variant } from "./kernel-case.ts";

/** What a call of a sequence kernel is drawn from. */
export interface SequenceDraw extends SequenceSizes {
  lengths: number[];
  reverse: boolean;
  /** Leaves out the inputs that may be left out: biases, and lengths (rows are full). */
  sparse: boolean;
  random: Random;
}

/** One variant for each direction and each kind of lengths, and one that leaves out what it may. */
export function sequenceVariants<N extends KernelName>(
  make: (draw: SequenceDraw) => Call<N>,
  prefix = "",
): Variant<N>[] {
  const direction = (reverse: boolean) => `${prefix}${reverse ? "reverse" : "forward"}`;
  return [false, true].flatMap((reverse) => [
    ...lengthKinds.map((kind) =>
      variant(
        `${direction(reverse)}, ${lengthKindNames[kind]}`,
        sequenceSizes,
        certainSequenceSizes,
        (sizes, random) => make(sequenceDraw(sizes, kind, reverse, random)),
      ),
    ),
    variant(
      `${direction(reverse)}, without biases and lengths`,
      sequenceSizes,
      certainSequenceSizes,
      (sizes, random) => make({ ...sequenceDraw(sizes, "full", reverse, random), sparse: true }),
    ),
  ]);
}

/** Draws the lengths for given sizes. */
export function sequenceDraw(
  sizes: SequenceSizes,
  kind: LengthKind,
  reverse: boolean,
  random: Random,
): SequenceDraw {
  return { ...sizes, lengths: drawLengths(random, kind, sizes), reverse, sparse: false, random };
}

/**
 * Gradients of a sequence's outputs by name: dy [batch, time, hiddenSize], the others of states. One
 * of them alone where the call leaves out what it may.
 */
export function drawOutputGradients(
  { batch, time, hiddenSize, sparse, random }: SequenceDraw,
  names: readonly string[],
): Record<string, HostTensor> {
  const given = sparse ? [names[random.integer(names.length)] as string] : names;
  const shape = (name: string) => (name === "dy" ? [batch, time, hiddenSize] : [batch, hiddenSize]);
  return Object.fromEntries(given.map((name) => [name, draw(random, shape(name))]));
}

/** The valid steps of every row of a tensor [batch, time, ...]: all of them where they are left out. */
export function lengthsOf({ shape }: HostTensor, lengths: HostTensor | undefined): Vector {
  const [batch = 0, time = 0] = shape;
  return lengths ? vector(lengths) : new Array<number>(batch).fill(time);
}
