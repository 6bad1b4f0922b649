import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type InlineConfig, preview } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The demo as it is now, built and served on a free port. Building takes two seconds or so. */
export async function serveDemo(): Promise<{ url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), "unroll-demo-"));
  const remove = () => rm(outDir, { recursive: true, force: true });
  try {
    const server = await buildAndServe({ root, logLevel: "error", mode: "production" }, outDir);
    const [url] = server.resolvedUrls?.local ?? [];
    if (url === undefined) throw new Error("vite preview: there must be an address, got none.");
    return {
      url,
      async close() {
        await server.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function buildAndServe(config: InlineConfig, outDir: string) {
  // vitest has set it to "test".
  const nodeEnv = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  try {
    await build({ ...config, build: { outDir, emptyOutDir: true } });
  } finally {
    process.env.NODE_ENV = nodeEnv;
  }
  return preview({ ...config, build: { outDir }, preview: { port: 0, host: "127.0.0.1" } });
}
