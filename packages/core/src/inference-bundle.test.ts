import { fileURLToPath } from "node:url";
import { bundlePage } from "@unroll/build/bundle-page";
import type { Rolldown } from "vite";
import { expect, test } from "vitest";

const infers = `
  import "@tensorflow/tfjs-backend-cpu";
  import { Dense, lstm, Model, useBackend } from "./index.ts";
  await useBackend({ name: "cpu", kernels: [], start: async () => {} });
  const rnn = lstm({ inputSize: 1, hiddenSize: 8, rng: null });
  const head = new Dense({ inputSize: 8, outputSize: 2, rng: null });
  globalThis.model = new Model({ rnn, head });
`;
const mayTrain = `${infers}
  import { Trainer } from "./index.ts";
  globalThis.train = (options) => new Trainer({ ...options, model }).fit(options);
`;

const sources = fileURLToPath(new URL(".", import.meta.url));

/** Those that hold tfjs' gradients. */
function withGradients(chunks: readonly Rolldown.OutputChunk[]): string[] {
  const file = /tfjs-core\/dist\/(gradients\/|register_all_gradients)/;
  return chunks
    .filter(({ moduleIds }) => moduleIds.some((id) => file.test(id)))
    .map(({ fileName }) => fileName);
}

test("a page that infers has no gradients of tfjs", async () => {
  const chunks = await bundlePage(sources, infers);
  expect(chunks.map(({ code }) => code).join()).toContain("UnrollLstm");
  expect(withGradients(chunks)).toEqual([]);
});

test("a page that may train has them in a chunk that it loads when it does", async () => {
  const chunks = await bundlePage(sources, mayTrain);
  const [fileName, ...more] = withGradients(chunks);
  expect(more).toEqual([]);
  expect(chunks.find(({ isEntry }) => isEntry)?.dynamicImports).toContain(fileName);
  for (const { imports } of chunks) expect(imports).not.toContain(fileName);
});
