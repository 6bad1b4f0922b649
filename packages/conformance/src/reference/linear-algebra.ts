/** Plain float64 vectors and matrices: the language the reference loops are written in. */
export type Vector = number[];
export type Matrix = Vector[];
/** [batch][time][features]. */
export type Cube = Matrix[];

export const zeros = (n: number): Vector => new Array<number>(n).fill(0);
export const zeroMatrix = (rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => zeros(columns));
export const zeroCube = (batch: number, time: number, features: number): Cube =>
  Array.from({ length: batch }, () => zeroMatrix(time, features));

/** The element at an index that is known to exist. */
export function at<T>(list: readonly T[], index: number): T {
  const element = list[index];
  if (element === undefined) throw new RangeError(`at: no element ${index} in ${list.length}`);
  return element;
}

/** a + b + ..., element by element. */
export const add = (first: Vector, ...rest: Vector[]): Vector =>
  first.map((value, j) => rest.reduce((sum, vector) => sum + at(vector, j), value));

/** f(a, b, ...), element by element. */
export const map = (f: (...values: number[]) => number, ...vectors: Vector[]): Vector =>
  at(vectors, 0).map((_, j) => f(...vectors.map((vector) => at(vector, j))));

const dot = (a: Vector, b: Vector): number =>
  a.reduce((sum, value, j) => sum + value * at(b, j), 0);

/** M v. */
export const times = (m: Matrix, v: Vector): Vector => m.map((row) => dot(row, v));

/** Mᵀ v. */
export function transposedTimes(m: Matrix, v: Vector): Vector {
  const result = zeros(m[0]?.length ?? 0);
  m.forEach((row, i) => {
    row.forEach((value, j) => {
      result[j] = at(result, j) + value * at(v, i);
    });
  });
  return result;
}

/** m += a bᵀ. */
export function addOuter(m: Matrix, a: Vector, b: Vector): void {
  m.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) row[j] = at(row, j) + at(a, i) * at(b, j);
  });
}

/** The `index`-th of `count` equal parts of a vector, or of the rows of a matrix: one gate. */
export function part<T>(list: T[], index: number, count: number): T[] {
  const size = list.length / count;
  return list.slice(index * size, (index + 1) * size);
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
