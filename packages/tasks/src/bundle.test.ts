import { fileURLToPath } from "node:url";
import { bundlePage } from "@unroll/build/bundle-page";
import type { Rolldown } from "vite";
import { expect, test } from "vitest";

const sources = fileURLToPath(new URL(".", import.meta.url));

/** The modules of these sources in a chunk and in all that it imports at once. */
function modulesOf(chunks: readonly Rolldown.OutputChunk[], name: string): string[] {
  const chunk = chunks.find(({ fileName }) => fileName === name);
  const own = chunk?.moduleIds ?? [];
  const imported = (chunk?.imports ?? []).flatMap((file) => modulesOf(chunks, file));
  return [...new Set([...own, ...imported])]
    .filter((id) => id.startsWith(sources))
    .map((id) => id.slice(sources.length));
}

const inFolder = (folder: string) => (module: string) => module.startsWith(folder);

test("a page that answers loads its task when it is asked for, and no reader of files", async () => {
  const chunks = await bundlePage(
    sources,
    `
    import { pipeline } from "./index.ts";
    export const load = (model) => pipeline("sentiment-analysis", { model });
  `,
  );
  const entry = chunks.find(({ isEntry }) => isEntry) as Rolldown.OutputChunk;
  const atOnce = modulesOf(chunks, entry.fileName);
  expect(atOnce).toContain("files/load-pipeline.ts");
  expect(atOnce.filter(inFolder("sentiment/"))).toEqual([]);
  expect(atOnce.filter(inFolder("training/"))).toEqual([]);

  const [task, ...others] = entry.dynamicImports.filter((name) =>
    modulesOf(chunks, name).includes("sentiment/task.ts"),
  );
  expect(others).toEqual([]);
  const asked = modulesOf(chunks, task as string);
  expect(asked).toContain("sentiment/model.ts");
  expect(asked.filter(inFolder("sentiment/data/"))).toEqual([]);
  expect(asked.filter(inFolder("data/"))).toEqual([]);
  expect([...atOnce, ...asked].filter(inFolder("text/bpe/"))).toEqual([]);
});

test("a page with a task of its own loads no other", async () => {
  const chunks = await bundlePage(
    sources,
    `
    import { pipeline } from "./index.ts";
    const task = { name: "mine" };
    export const load = (model) => pipeline(task, { model });
  `,
  );
  const entry = chunks.find(({ isEntry }) => isEntry) as Rolldown.OutputChunk;
  const atOnce = modulesOf(chunks, entry.fileName);
  expect(
    atOnce.filter((module) => /^(sentiment|text|metrics|training|data)\//.test(module)),
  ).toEqual([]);
});
