import { at, type Matrix } from "./linear-algebra.ts";

/** The rows of several matrices side by side. */
export function concat(parts: readonly Matrix[]): Matrix {
  return at(parts, 0).map((_, row) => parts.flatMap((part) => at(part, row)));
}

/** Its inverse: parts of these widths. */
export function split(whole: Matrix, sizes: readonly number[]): Matrix[] {
  let end = 0;
  return sizes.map((size) => {
    end += size;
    const first = end - size;
    return whole.map((row) => row.slice(first, first + size));
  });
}
