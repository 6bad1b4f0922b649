import type { Cube, Matrix, Vector } from "../reference/linear-algebra.ts";
import type { Random } from "./random.ts";

/** A tensor's values outside of any backend. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly data: Float32Array | Int32Array;
}

/** What a reference loop takes and gives: nested float64 arrays, outermost axis first. */
export type Nested = number | Vector | Matrix | Cube;

/** Draws a float32 tensor, uniform in [-scale, scale). */
export function draw(random: Random, shape: readonly number[], scale = 1): HostTensor {
  return host(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.value(scale)),
  );
}

/** A float32 tensor of these values, given flat or nested. */
export function host(shape: readonly number[], values: Nested): HostTensor {
  return { shape, dtype: "float32", data: Float32Array.from(flatten(values)) };
}

/** A float32 tensor of zeros. */
export const zeroTensor = (shape: readonly number[]): HostTensor => ({
  shape,
  dtype: "float32",
  data: new Float32Array(sizeOf(shape)),
});

/** An int32 vector. */
export function integers(values: readonly number[]): HostTensor {
  return { shape: [values.length], dtype: "int32", data: Int32Array.from(values) };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

export function scalar({ data }: HostTensor): number {
  return data[0] ?? Number.NaN;
}

export function vector({ data }: HostTensor): Vector {
  return Array.from(data);
}

export function matrix({ shape, data }: HostTensor): Matrix {
  const [rows = 0, columns = 0] = shape;
  return Array.from({ length: rows }, (_, i) =>
    Array.from(data.subarray(i * columns, (i + 1) * columns)),
  );
}

export function cube({ shape, data, dtype }: HostTensor): Cube {
  const [batch = 0, time = 0, features = 0] = shape;
  return Array.from({ length: batch }, (_, b) =>
    matrix({
      dtype,
      shape: [time, features],
      data: data.subarray(b * time * features, (b + 1) * time * features),
    }),
  );
}

export function flatten(values: Nested): number[] {
  return typeof values === "number" ? [values] : (values.flat(3) as number[]);
}

/** The shape of nested values, none of whose axes is empty. */
export function shapeOf(values: Nested): number[] {
  const shape: number[] = [];
  for (let inner: Nested | undefined = values; Array.isArray(inner); inner = inner[0]) {
    shape.push(inner.length);
  }
  return shape;
}

/** The values nested as deep as the tensor has axes, up to three. */
export function nested(tensor: HostTensor): Nested {
  const nest = [scalar, vector, matrix, cube][tensor.shape.length];
  if (!nest) throw new RangeError(`nested: no more than 3 axes, got [${tensor.shape}].`);
  return nest(tensor);
}
