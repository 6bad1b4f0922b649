import { fileURLToPath } from "node:url";
import { defaultClientConditions, type Rolldown, build as viteBuild } from "vite";
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

/** The chunks of a page that has this script, bundled from the sources. */
async function bundle(script: string): Promise<Rolldown.OutputChunk[]> {
  const entry = fileURLToPath(new URL("page.virtual.ts", import.meta.url));
  const { output } = (await viteBuild({
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["@unroll/source", ...defaultClientConditions] },
    plugins: [
      {
        name: "page",
        resolveId: (source) => (source === entry ? entry : null),
        load: (id) => (id === entry ? script : null),
      },
    ],
    build: {
      write: false,
      minify: false,
      target: "es2022",
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: entry },
    },
  })) as Rolldown.RolldownOutput;
  return output.filter((file) => file.type === "chunk");
}

/** Those that hold tfjs' gradients. */
function withGradients(chunks: readonly Rolldown.OutputChunk[]): string[] {
  const file = /tfjs-core\/dist\/(gradients\/|register_all_gradients)/;
  return chunks
    .filter(({ moduleIds }) => moduleIds.some((id) => file.test(id)))
    .map(({ fileName }) => fileName);
}

test("a page that infers has no gradients of tfjs", async () => {
  const chunks = await bundle(infers);
  expect(chunks.map(({ code }) => code).join()).toContain("UnrollLstm");
  expect(withGradients(chunks)).toEqual([]);
});

test("a page that may train has them in a chunk that it loads when it does", async () => {
  const chunks = await bundle(mayTrain);
  const [fileName, ...more] = withGradients(chunks);
  expect(more).toEqual([]);
  expect(chunks.find(({ isEntry }) => isEntry)?.dynamicImports).toContain(fileName);
  for (const { imports } of chunks) expect(imports).not.toContain(fileName);
});
