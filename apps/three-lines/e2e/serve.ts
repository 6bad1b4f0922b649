import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** A site: what it answers, and how. */
export interface Site {
  /** Contents by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders by the paths they are served below, such as "/assets/". */
  readonly folders: Readonly<Record<string, string>>;
  /** With every response. */
  readonly headers: Readonly<Record<string, string>>;
  /** What becomes of a script's text before it is sent. */
  readonly change?: (script: string) => string;
}

/** A site that is served. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a site on a free port. */
export async function serve(site: Site): Promise<Served> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? "", "http://localhost").pathname);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    try {
      const content = await find(site, path);
      const isScript = type === "text/javascript";
      response.writeHead(200, { ...site.headers, "Content-Type": type });
      response.end(isScript && site.change ? site.change(content.toString()) : content);
    } catch (error) {
      response.writeHead(404, site.headers).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function find({ files = {}, folders }: Site, path: string): Promise<Buffer | string> {
  if (path === "/favicon.ico") return "";
  const file = files[path];
  if (file !== undefined) return file;
  const base = Object.keys(folders).find((each) => path.startsWith(each));
  if (base === undefined) throw new Error(`Nothing is served at ${path}.`);
  return await readFile(join(folders[base] as string, path.slice(base.length)));
}
