import type { Cell, Lengths, ProductWork, RecurrentWork, TranslationWork, Work } from "./work.ts";

/**
 * The works of a case: inference and training, a step where there is but one, a product, or the training of a
 * translator.
 * @param name  such as "lstm/32x100x64x128", "product/600x128x512/nt" or "translation/64x6-14x11x256x6000"
 * @returns     undefined where it is no case's name
 */
export function parseCase(name: string): Work[] | undefined {
  return parseRecurrent(name) ?? parseProduct(name) ?? parseTranslation(name);
}

function parseRecurrent(name: string): RecurrentWork[] | undefined {
  const found = /^(lstm|gru|elman)\/(\d+)x(\d+)x(\d+)x(\d+)$/.exec(name);
  const sizes = found?.slice(2).map(Number);
  if (!found || !sizes || sizes.includes(0)) {
    return undefined;
  }
  const [batch, time, input, hidden] = sizes as [number, number, number, number];
  const kind = "recurrent";
  const work = {
    kind,
    cell: found[1] as Cell,
    variant: "default",
    batch,
    time,
    input,
    hidden,
  } as const;
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
  return [{ kind: "product", mode: "product", rows, depth, width, transposeA, transposeB }];
}

function parseTranslation(name: string): TranslationWork[] | undefined {
  const found = /^translation\/(\d+)x(\d+)(?:-(\d+))?x(\d+)(?:-(\d+))?x(\d+)x(\d+)$/.exec(name);
  if (!found) {
    return undefined;
  }
  const [batch, size, vocabulary] = [found[1], found[6], found[7]].map(Number) as [
    number,
    number,
    number,
  ];
  const source = parseLengths(found[2], found[3]);
  const target = parseLengths(found[4], found[5]);
  const least = Math.min(batch, source.least, target.least, size, vocabulary);
  if (least === 0 || source.least > source.most || target.least > target.most) {
    return undefined;
  }
  return [{ kind: "translation", mode: "training", batch, source, target, size, vocabulary }];
}

function parseLengths(least: string | undefined, most = least): Lengths {
  return { least: Number(least), most: Number(most) };
}
