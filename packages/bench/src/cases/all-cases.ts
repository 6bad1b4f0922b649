const sequences = [
  "32x100x64x128",
  "1x100x64x128",
  "32x50x128x256",
  "64x20x32x64",
  "8x500x32x64",
] as const;
const step = "1x1x64x128";
const products = ["nn", "nt", "tn", "tt"].map((letters) => `product/600x128x512/${letters}`);
/** Sentences of one length, as a trainer that sorts them puts them together, and of lengths that differ. */
const translations = ["64x10x11x256x6000", "64x6-14x6-16x256x6000"].map(
  (sizes) => `translation/${sizes}`,
);

const ofCell = (cell: string, shapes: readonly string[]) =>
  shapes.map((shape) => `${cell}/${shape}`);

/** What patterns choose from. */
export const allCases: readonly string[] = [
  ...["lstm", "gru", "elman"].flatMap((cell) => ofCell(cell, [...sequences, step])),
  ...products,
  ...translations,
];

/** What is measured when nothing is chosen: the LSTM in every shape, the others in some. */
export const defaultCases: readonly string[] = [
  ...ofCell("lstm", [...sequences, step]),
  ...ofCell("gru", [...sequences.slice(0, 3), step]),
  ...ofCell("elman", [...sequences.slice(0, 3), step]),
  ...products,
  ...translations,
];
