import { wasm } from "@unroll/backend-wasm";
import { memoryStorage, useBackend } from "@unroll/core";
import { train } from "@unroll/tasks";
import type { BrowserContext } from "playwright-core";

const verbs = ["see sehe", "buy kaufe"];
const things = ["dogs Hunde", "cats Katzen", "trees Bäume"];

/** "I see dogs." and "Hunde sehe ich.", and the like. */
const pairs = verbs.flatMap((verb) =>
  things.map((thing) => {
    const [see, sehe] = verb.split(" ");
    const [dogs, hunde] = thing.split(" ");
    return { source: `I ${see} ${dogs}.`, target: `${hunde} ${sehe} ich.` };
  }),
);

/** The files of a translator that a few seconds make, by name. */
export type TinyTranslator = (name: string) => Promise<Uint8Array | undefined>;

/** Trains a translator that knows six sentences by heart. */
export async function trainTinyTranslator(): Promise<TinyTranslator> {
  await useBackend(wasm());
  const { pipeline } = await train("translation", {
    data: { train: Array.from({ length: 30 }, () => pairs).flat(), dev: pairs },
    recipe: {
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
    },
  });
  const storage = memoryStorage();
  await pipeline.save(storage);
  pipeline.dispose();
  return (name) => storage.read(name);
}

/** Serves it in the place of the model that is shipped. */
export async function serveTranslator(
  context: BrowserContext,
  translator: TinyTranslator,
): Promise<void> {
  await context.route("**/models/translation-en-de/*", async (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1) ?? "";
    const bytes = await translator(name);
    await route.fulfill(bytes ? { body: Buffer.from(bytes) } : { status: 404 });
  });
}
