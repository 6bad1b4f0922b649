import fc from "fast-check";

/** One, odd, even but no multiple of four, multiples of four, and more than 64. */
const size = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 13, 16, 33, 66);

export interface SequenceSizes {
  batch: number;
  time: number;
  inputSize: number;
  hiddenSize: number;
}

export const sequenceSizes: fc.Arbitrary<SequenceSizes> = fc.record({
  batch: fc.constantFrom(1, 2, 3, 5),
  time: fc.constantFrom(1, 2, 3, 6, 9),
  inputSize: size,
  hiddenSize: size,
});

/** Sizes that are always among those tried: some of no pattern, the smallest, and wider than any tile. */
export const certainSequenceSizes: readonly [SequenceSizes, ...SequenceSizes[]] = [
  { batch: 4, time: 5, inputSize: 6, hiddenSize: 9 },
  { batch: 1, time: 1, inputSize: 1, hiddenSize: 1 },
  { batch: 3, time: 4, inputSize: 70, hiddenSize: 67 },
];

/** Sizes small enough for derivatives in every direction. */
export const smallSequenceSizes: fc.Arbitrary<SequenceSizes> = fc.record({
  batch: fc.constantFrom(1, 2, 3),
  time: fc.constantFrom(1, 2, 5),
  inputSize: fc.constantFrom(1, 2, 3, 5),
  hiddenSize: fc.constantFrom(1, 3, 4, 7),
});
