/** How peers keep the same numbers: each gets them in the layout it takes. */

/**
 * Blocks of rows, one for each gate, in another order.
 * @param order  which block comes first, which second, ...
 */
export function reorderGates(weights: Float32Array, order: readonly number[]): Float32Array {
  const size = weights.length / order.length;
  const result = new Float32Array(weights.length);
  for (const [to, from] of order.entries()) {
    result.set(weights.subarray(from * size, (from + 1) * size), to * size);
  }
  return result;
}

/** [rows, columns] -> [columns, rows] */
export function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = matrix[row * columns + column] as number;
    }
  }
  return result;
}

/** [batch, time, features] -> [time, batch, features] */
export function timeMajor(x: Float32Array, batch: number, time: number): Float32Array {
  const width = x.length / (batch * time);
  const result = new Float32Array(x.length);
  for (let row = 0; row < batch; row++) {
    for (let step = 0; step < time; step++) {
      const from = (row * time + step) * width;
      result.set(x.subarray(from, from + width), (step * batch + row) * width);
    }
  }
  return result;
}
