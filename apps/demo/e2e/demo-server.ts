import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, preview } from "vite";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A server that may be slow with a model. */
export interface DemoServer {
  url: string;
  /** From now on only half of a model's weights is sent, until what is returned is called or the test ends. */
  holdModel(): () => void;
  close(): Promise<void>;
}

/** Serves on a free port what was built: `npm test` builds first, by hand it is `pnpm build`. */
export async function serveDemo(): Promise<DemoServer> {
  let released = Promise.resolve();
  const slow: Plugin = {
    name: "slow-model",
    configurePreviewServer({ middlewares }) {
      middlewares.use(async (request, response, next) => {
        const path = new URL(request.url ?? "", "http://localhost").pathname;
        if (!path.endsWith(".safetensors")) return next();
        const bytes = await readFile(join(root, "dist", path));
        const half = bytes.length >> 1;
        response.setHeader("Content-Length", bytes.length);
        response.write(bytes.subarray(0, half));
        await released;
        response.end(bytes.subarray(half));
      });
    },
  };
  const server = await preview({
    root,
    logLevel: "error",
    plugins: [slow],
    preview: { port: 0, host: "127.0.0.1" },
  });
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error("vite preview: there must be an address, got none.");
  return {
    url,
    holdModel() {
      let release = () => {};
      released = new Promise((resolve) => {
        release = resolve;
      });
      onTestFinished(release);
      return release;
    },
    close: () => server.close(),
  };
}
