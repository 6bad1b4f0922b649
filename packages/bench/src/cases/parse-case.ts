import type { Cell, ProductWork, RecurrentWork, Work } from "./work.ts";

/**
 * The works of a case: inference and training, a step where there is but one, or a product.
 * @param name  such as "lstm/32x100x64x128" or "product/600x128x512/nt"
 * @returns     undefined where it is no case's name
 */
export function parseCase(name: string): Work[] | undefined {
  return parseRecurrent(name) ?? parseProduct(name);
}

function parseRecurrent(name: string): RecurrentWork[] | undefined {
  const found = /^(lstm|gru|elman)\/(\d+)x(\d+)x(\d+)x(\d+)$/.exec(name);
  const sizes = found?.slice(2).map(Number);
  if (!found || !sizes || sizes.includes(0)) {
    return undefined;
  }
  const [batch, time, input, hidden] = sizes as [number, number, number, number];
  const work = { cell: found[1] as Cell, variant: "default", batch, time, input, hidden } as const;
  return time === 1
    ? [{ mode: "step", ...work }]
    : [
        { mode: "inference", ...work },
        { mode: "training", ...work },
      ];
}

function parseProduct(name: string): ProductWork[] | undefined {
  const found = /^product\/(\d+)x(\d+)x(\d+)\/([nt])([nt])$/.exec(name);
  const sizes = found?.slice(1, 4).map(Number);
  if (!found || !sizes || sizes.includes(0)) {
    return undefined;
  }
  const [rows, depth, width] = sizes as [number, number, number];
  const [transposeA, transposeB] = [found[4] === "t", found[5] === "t"];
  return [{ mode: "product", rows, depth, width, transposeA, transposeB }];
}
