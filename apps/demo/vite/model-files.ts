import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const FILES = ["config.json", "tokenizer.json", "model.safetensors"];
const { resolve } = createRequire(import.meta.url);

/**
 * Serves a model package's files below `models/`: `@unroll/model-sentiment-en` as
 * `models/sentiment-en/`. The build copies them.
 */
export function modelFiles(packageName: string): Plugin {
  const folder = `models/${packageName.replace("@unroll/model-", "")}`;
  return {
    name: "unroll:model-files",
    async generateBundle() {
      for (const file of FILES) {
        const source = await readModelFile(packageName, file);
        this.emitFile({ type: "asset", fileName: `${folder}/${file}`, source });
      }
    },
    configureServer(server) {
      for (const file of FILES) {
        server.middlewares.use(`/${folder}/${file}`, (_request, response, next) => {
          readModelFile(packageName, file).then((bytes) => response.end(bytes), next);
        });
      }
    },
  };
}

async function readModelFile(packageName: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(`${packageName}/${file}`));
  } catch (cause) {
    throw new Error(
      `The demo's build: ${packageName} must have the file ${file}, got none. Train the model, or check the package out.`,
      { cause },
    );
  }
}
