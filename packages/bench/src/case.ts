/** The sizes of one comparison. */
export interface Case {
  batch: number;
  time: number;
  input: number;
  hidden: number;
}

export const cases: readonly Case[] = [
  { batch: 32, time: 100, input: 64, hidden: 128 },
  { batch: 1, time: 100, input: 64, hidden: 128 },
];

/** Such as "lstm/32x100x64x128": batch, time, input, hidden. */
export function caseName({ batch, time, input, hidden }: Case): string {
  return `lstm/${batch}x${time}x${input}x${hidden}`;
}
