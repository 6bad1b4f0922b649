import { flatten, type HostTensor, type Nested, shapeOf } from "../draw/host-tensor.ts";

/**
 * Compares a tensor with its float64 reference: NaN and infinities exactly where the reference has them, and
 * |actual - expected| <= tolerance * max(scale, the largest |expected|) everywhere else.
 *
 * @param scale  the size of the terms the values are summed from; the test data is of order 1
 * @throws {Error} that names the tensor, the element, both values and the tolerance
 */
export function expectClose(
  name: string,
  actual: HostTensor,
  expected: Nested,
  tolerance: number,
  scale = 1,
  dtype: HostTensor["dtype"] = "float32",
): void {
  const shape = shapeOf(expected);
  if (actual.dtype !== dtype || `${actual.shape}` !== `${shape}`) {
    throw new Error(
      `${name}: must be ${dtype} of shape [${shape}], got ${actual.dtype} of shape [${actual.shape}].`,
    );
  }
  const values = flatten(expected);
  // What is not finite must not become the scale.
  const largest = Math.max(
    scale,
    values.reduce(
      (max, value) => (Number.isFinite(value) ? Math.max(max, Math.abs(value)) : max),
      0,
    ),
  );
  values.forEach((value, index) => {
    const got = actual.data[index] ?? Number.NaN;
    const close = Number.isFinite(value)
      ? Math.abs(got - value) <= tolerance * largest
      : Object.is(got, value);
    if (!close) {
      throw new Error(
        `${name}[${position(index, shape)}]: must be ${value}, got ${got}: ` +
          `an error of ${Math.abs(got - value)}, with ${tolerance} of ${largest} allowed.`,
      );
    }
  });
}

/**
 * Compares two numbers: |actual - expected| <= tolerance * scale.
 * @throws {Error} that names what is compared
 */
export function expectNumber(
  name: string,
  actual: number,
  expected: number,
  tolerance: number,
  scale: number,
): void {
  const error = Math.abs(actual - expected);
  if (!(error <= tolerance * scale)) {
    throw new Error(
      `${name}: must be ${expected}, got ${actual}: an error of ${error}, ` +
        `with ${tolerance} of ${scale} allowed.`,
    );
  }
}

/** The index along every axis. */
function position(index: number, shape: readonly number[]): number[] {
  const along: number[] = [];
  for (const size of [...shape].reverse()) {
    along.unshift(index % size);
    index = Math.floor(index / size);
  }
  return along;
}
