import { at, type Matrix, type Vector, zeroMatrix } from "./linear-algebra.ts";

/** Rows of a table.  out[n] = table[indices[n]]. */
export function gather({ table, indices }: { table: Matrix; indices: Vector }): Matrix {
  return indices.map((index) => at(table, index));
}

/** out[indices[n]] += updates[n], from zeros. */
export function scatterAdd(
  { indices, updates }: { indices: Vector; updates: Matrix },
  { rows }: { rows: number },
): Matrix {
  const table = zeroMatrix(rows, updates[0]?.length ?? 0);
  indices.forEach((index, n) => {
    at(updates, n).forEach((value, j) => {
      const row = at(table, index);
      row[j] = at(row, j) + value;
    });
  });
  return table;
}
