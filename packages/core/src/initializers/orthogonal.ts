import type { Initializer } from "./initializer.ts";

/**
 * A random matrix with orthonormal rows (or columns, where there are more rows than columns),
 * times `gain`. It keeps the norm of what flows through it, over time forward and backward.
 *
 * Source: Saxe, McClelland & Ganguli 2014, section 3.
 */
export const orthogonal =
  (gain = 1): Initializer =>
  (rows, columns, rng) => {
    const count = Math.min(rows, columns);
    const size = Math.max(rows, columns);
    const vectors = Float64Array.from(rng.normal(count * size));
    orthonormalize(vectors, count, size);
    const tall = rows > columns;
    const values = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = tall ? column * size + row : row * size + column;
        values[row * columns + column] = gain * (vectors[from] as number);
      }
    }
    return values;
  };

/**
 * Gram-Schmidt on `count` row vectors in place, the modified form: each finished vector is
 * removed from all that follow, which keeps rounding errors from building up.
 */
function orthonormalize(vectors: Float64Array, count: number, size: number): void {
  for (let i = 0; i < count; i++) {
    const unit = vectors.subarray(i * size, (i + 1) * size);
    scale(unit, 1 / Math.sqrt(dot(unit, unit)));
    for (let j = i + 1; j < count; j++) {
      const other = vectors.subarray(j * size, (j + 1) * size);
      addScaled(other, unit, -dot(other, unit));
    }
  }
}

/** Four partial sums, so that additions need not wait for one another. */
function dot(a: Float64Array, b: Float64Array): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    sum0 += (a[i] as number) * (b[i] as number);
    sum1 += (a[i + 1] as number) * (b[i + 1] as number);
    sum2 += (a[i + 2] as number) * (b[i + 2] as number);
    sum3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < a.length; i++) {
    sum0 += (a[i] as number) * (b[i] as number);
  }
  return sum0 + sum1 + (sum2 + sum3);
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = (target[i] as number) + factor * (source[i] as number);
  }
}

function scale(target: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = factor * (target[i] as number);
  }
}
