import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, extname, join, normalize } from "node:path";

const page = '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>';

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Isolates the page from others: only then is its clock precise to microseconds. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Serves the bundled page and the wasm files of ONNX Runtime on a free port. */
export async function servePage(folder: string): Promise<{ url: string; close(): void }> {
  const { resolve } = createRequire(import.meta.url);
  const folders: Readonly<Record<string, string>> = {
    onnxruntime: dirname(resolve("onnxruntime-web")),
  };
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    if (path === "/") {
      response.writeHead(200, { ...isolation, "Content-Type": "text/html" }).end(page);
      return;
    }
    const [, first = "", ...rest] = path.split("/");
    const other = rest.length > 0 ? folders[first] : undefined;
    const file = other ? join(other, ...rest) : join(folder, path);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { ...isolation, "Content-Type": type });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
