import type { Random } from "./random.ts";

/** How the rows of a batch end. */
export const lengthKinds = ["full", "mixed", "zero"] as const;
export type LengthKind = (typeof lengthKinds)[number];

export const lengthKindNames: Record<LengthKind, string> = {
  full: "full rows",
  mixed: "rows of any length, one of them 0",
  zero: "rows of length 0",
};

/** Lengths of a batch's rows, in no order. */
export function drawLengths(
  random: Random,
  kind: LengthKind,
  { batch, time }: { batch: number; time: number },
): number[] {
  if (kind !== "mixed") return new Array<number>(batch).fill(kind === "full" ? time : 0);
  const lengths = Array.from({ length: batch }, () => 1 + random.integer(time));
  if (batch > 1) lengths[random.integer(batch)] = 0;
  return lengths;
}
