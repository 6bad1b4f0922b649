import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const WORDS = ["the", "film", "is", "a", "movie", "plot", "and", "it"];

/** Writes a folder of texts whose label is told by one word. */
export async function writeTinyData(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [split, count] of [
    ["train", 160],
    ["dev", 40],
    ["test", 30],
  ] as const) {
    const lines = Array.from({ length: count }, (_, i) => {
      const good = i % 2 === 0;
      const words = Array.from({ length: 1 + (i % 5) }, (_, w) => WORDS[(i * 3 + w * 5) % 8]);
      words.splice(i % words.length, 0, good ? "good" : "bad");
      return `${words.join(" ")}\t${good ? "positive" : "negative"}`;
    });
    await writeFile(join(folder, `${split}.tsv`), ["text\tlabel", ...lines, ""].join("\n"));
  }
}

/** A recipe that learns them within a second. */
export const tinyRecipe = {
  minCount: 1,
  embeddingSize: 6,
  hiddenSize: 5,
  embeddingDeviation: 0.5,
  embeddingDropout: 0.2,
  outputDropout: 0.2,
  epochs: 5,
  batchSize: 16,
  learningRate: 0.03,
  averaging: 0.9,
  evaluationsPerEpoch: 1,
};
