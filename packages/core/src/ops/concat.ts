import { type Tensor, concat as tfConcat, split as tfSplit } from "@tensorflow/tfjs-core";
import { differentiable } from "../autodiff/differentiable.ts";
import { ShapeError } from "../errors.ts";
import { hasKernel, runKernel } from "../kernels/registry.ts";

/**
 * Tensors side by side on their last axis.
 *
 * @param parts  one or more, float32, of shapes [..., size] that differ in size alone
 * @returns      shape [..., sum of sizes]; the caller disposes it
 * @throws {ShapeError} when there is no tensor, or their shapes or dtypes do not fit
 *
 * @example
 * const attended = concat([ones<Rank.R2>([2, 3]), ones<Rank.R2>([2, 5])]); // [2, 8]
 */
export function concat<T extends Tensor>(parts: readonly T[]): T {
  requireParts(parts);
  if (!hasKernels()) return tfConcat<T>([...parts], (parts[0] as T).rank - 1);
  const sizes = parts.map(({ shape }) => shape.at(-1) as number);
  const inputs = byPlace(parts);
  const [whole] = differentiable({
    inputs,
    forward: () => ({ outputs: runKernel("UnrollConcat", inputs, {}), saved: {} }),
    backward: ([dWhole]) => byPlace(splitByKernel(dWhole, sizes).map((dPart) => () => dPart)),
  });
  return whole as T;
}

/**
 * The parts of a tensor on its last axis: the inverse of {@link concat}.
 *
 * @param whole  shape [..., size], float32
 * @param sizes  of the parts; they add up to size
 * @returns      one of shape [..., sizes[n]] for each; the caller disposes them
 * @throws {ShapeError} when the sizes do not add up, or the dtype does not fit
 *
 * @example
 * declare const y: Tensor3D; // of a bidirectional sequence, hiddenSize 16
 *
 * const [forward, reverse] = split(y, [16, 16]);
 */
export function split<T extends Tensor, const Sizes extends readonly number[]>(
  whole: T,
  sizes: Sizes,
): { -readonly [Place in keyof Sizes]: T } {
  requireSizes(whole, sizes);
  // One part for each size; all of them have the rank of the whole, which neither way's types say.
  const parts = hasKernels()
    ? differentiable({
        inputs: { whole },
        forward: () => ({ outputs: splitByKernel(whole, sizes), saved: {} }),
        backward: (dParts) => ({
          whole: () => runKernel("UnrollConcat", byPlace(dParts), {})[0],
        }),
      })
    : tfSplit(whole, [...sizes], whole.rank - 1);
  return parts as { -readonly [Place in keyof Sizes]: T };
}

function splitByKernel(whole: Tensor, sizes: readonly number[]): [Tensor, ...Tensor[]] {
  return runKernel("UnrollSplit", { whole }, { sizes }) as [Tensor, ...Tensor[]]; // as many as sizes
}

/** As a kernel takes and names what has no name of its own. */
function byPlace<T>(list: readonly T[]): Record<string, T> {
  return Object.fromEntries(list.entries());
}

function hasKernels(): boolean {
  return hasKernel("UnrollConcat") && hasKernel("UnrollSplit");
}

function requireParts(parts: readonly Tensor[]): void {
  const [first] = parts;
  const leading = `${first?.shape.slice(0, -1)}`;
  const fit = parts.every(
    ({ rank, shape, dtype }) =>
      rank > 0 &&
      rank === first?.rank &&
      `${shape.slice(0, -1)}` === leading &&
      dtype === "float32",
  );
  if (first === undefined || !fit) {
    const given = parts.map(({ dtype, shape }) => `${dtype} [${shape}]`).join(", ") || "none";
    throw new ShapeError(
      `concat: tensors must be float32 of shapes that differ in their last axis alone, got ${given}. ` +
        "Pass one or more of them in an array.",
    );
  }
}

function requireSizes({ rank, shape, dtype }: Tensor, sizes: readonly number[]): void {
  const whole = sizes.every((size) => Number.isInteger(size) && size >= 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (rank === 0 || !whole || sizes.length === 0 || total !== shape.at(-1)) {
    throw new ShapeError(
      `split: sizes must add up to the last axis of [${shape}], got [${sizes}]. Pass the size of every part.`,
    );
  }
  if (dtype !== "float32") {
    throw new ShapeError(`split: the tensor must be float32, got ${dtype}. Cast it first.`);
  }
}
