import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const VERBS = ["see sehe", "buy kaufe"];
const THINGS = ["dogs Hunde", "cats Katzen", "trees Bäume"];

/** Sentences of two languages with words in another order: "I see dogs." is "Hunde sehe ich." */
function tinyPairs(count: number): [english: string, german: string][] {
  return Array.from({ length: count }, (_, i) => {
    const pick = (words: readonly string[]) =>
      (words[i % words.length] as string).split(" ") as [string, string];
    const [verb, verbe] = pick(VERBS);
    const [thing, ding] = pick(THINGS);
    return [`I ${verb} ${thing}.`, `${ding} ${verbe} ich.`];
  });
}

/**
 * Writes a folder of sentence pairs: `train`, `dev` and `test`, each as two files whose lines belong together, and
 * the same pairs to train on as a packed table, `en-de.tsv.gz`.
 */
export async function writeTinyPairs(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, lines: readonly string[]) =>
    writeFile(join(folder, name), `${lines.join("\n")}\n`);
  for (const [split, count] of [
    ["train", 180],
    ["dev", 6],
    ["test", 18],
  ] as const) {
    const pairs = tinyPairs(count);
    await write(
      `${split}.en`,
      pairs.map(([english]) => english),
    );
    await write(
      `${split}.de`,
      pairs.map(([, german]) => german),
    );
  }
  const rows = tinyPairs(180).map((pair) => `${pair.join("\t")}\n`);
  await writeFile(join(folder, "en-de.tsv.gz"), gzipSync(rows.join("")));
}

/** A recipe that learns them in some seconds. */
export const tinyTranslation = {
  vocabularySize: 330,
  embeddingSize: 64,
  encoderCell: "gru",
  encoderSize: 64,
  decoderCell: "gru",
  decoderSize: 64,
  decoderLayers: 1,
  dropout: 0,
  epochs: 12,
  batchSize: 16,
  learningRate: 0.01,
  warmupSteps: 20,
  averaging: 0,
};
