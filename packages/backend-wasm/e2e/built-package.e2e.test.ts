// The package as users load it: what is in dist/, in a page that allows no more than it must, in a worker,
// from bundlers and in Node. What these load is app/.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findChromium, howToGetChromium, launchOptions } from "@unroll/build/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { app, bundlers } from "./testing/bundle.ts";
import { type Served, type Site, serve } from "./testing/serve.ts";
import {
  dist,
  importMap,
  indexHtml,
  tfjsWasm,
  unbundled,
  withAddresses,
} from "./testing/unbundled.ts";

/** What the backend "cpu" computes. */
const expected = {
  y: [0.362832, -0.085786, -0.068332, -0.142832, 0.370379, 0.045985, -0.044167, -0.194386],
  loss: 0.343109,
  gradient: [
    ...[0.142981, 0.014162, -0.000788, 0.079249, 0.166951, 0.003119, -0.000909, 0.04791],
    ...[0.532752, -0.150471, 0.00775, -0.097109, 0.184641, 0.016142, -0.000438, 0.102078],
  ],
};

/** Everything from the page's own server, and scripts from nowhere else unless they are named. */
const policy = (...scripts: string[]) => ({
  "Content-Security-Policy": ["default-src 'self'; script-src 'self'", ...scripts].join(" "),
});
const isolated = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

let browser: Browser;
let page: Page;
let served: Served | undefined;
/** What a page must not do: write to the console, throw. */
let complaints: string[];
/** The paths that were asked for. */
let asked: string[];

beforeAll(async () => {
  if (!existsSync(join(dist, "index.js"))) {
    throw new Error(`The package must be built, got no ${dist}. Run npm test, which builds it.`);
  }
  const executable = await findChromium();
  if (executable === undefined) throw new Error(`No Chromium found: ${howToGetChromium}.`);
  browser = await chromium.launch(launchOptions(executable));
});

afterAll(() => browser?.close());

beforeEach(async () => {
  complaints = [];
  asked = [];
  page = await browser.newPage();
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
});

afterEach(async () => {
  await page.close();
  await served?.close();
});

/** Opens a site's page and gives the text that it shows in the end. */
async function open(site: Site): Promise<string> {
  served = await serve(site);
  await page.goto(`${served.url}/page/index.html`);
  return (await page.locator("output:not(:empty)").textContent()) ?? "";
}

function expectRight(text: string): void {
  expect(text).toMatch(/^\{/);
  const { backend, y, loss, gradient } = JSON.parse(text);
  expect(backend).toBe("wasm");
  expect([...y, loss, ...gradient]).toEqual(
    [...expected.y, expected.loss, ...expected.gradient].map((each) => expect.closeTo(each, 5)),
  );
}

describe("without a bundler", () => {
  test("a page needs an import map and 'wasm-unsafe-eval', and loads one build", async () => {
    const text = await open({
      ...unbundled("main.js", importMap),
      headers: policy("'wasm-unsafe-eval'", importMap.hash),
    });
    expectRight(text);
    expect(complaints).toEqual([]);
    expect(asked.filter((path) => path.includes("_wasm_"))).toEqual([
      "/backend-wasm/index.ts_wasm_relaxed.js",
    ]);
    expect(asked.filter((path) => path.endsWith(".wasm"))).toEqual([
      "/tfjs-wasm/tfjs-backend-wasm-simd.wasm",
    ]);
  });

  // No import map reaches a worker: its imports must be addresses.
  test("a module worker needs addresses for names", async () => {
    const text = await open({
      ...unbundled("main-with-worker.js"),
      headers: policy("'wasm-unsafe-eval'"),
      change: withAddresses,
    });
    expectRight(text);
    expect(complaints).toEqual([]);
  });

  // tfjs' threads are workers from blobs, which load tfjs' script from a blob.
  test("a page that is cross-origin isolated has tfjs' threads where blob: is allowed", async () => {
    const text = await open({
      ...unbundled("main.js", importMap),
      headers: { ...isolated, ...policy("'wasm-unsafe-eval'", "blob:", importMap.hash) },
    });
    expectRight(text);
    expect(complaints).toEqual([]);
    expect(asked.filter((path) => path.includes("_wasm_"))).toEqual([
      "/backend-wasm/index.ts_wasm_relaxed-shared.js",
    ]);
    expect(asked).toContain("/tfjs-wasm/tfjs-backend-wasm-threaded-simd.wasm");
  });

  test("and computes on one thread where it is not, instead of waiting for ever", async () => {
    const text = await open({
      ...unbundled("main.js", importMap),
      headers: { ...isolated, ...policy("'wasm-unsafe-eval'", importMap.hash) },
    });
    expectRight(text);
    expect(asked.filter((path) => path.includes("_wasm_"))).toEqual([
      "/backend-wasm/index.ts_wasm_relaxed.js",
    ]);
  });

  test("where WebAssembly may not be compiled, the error says what to allow", async () => {
    const text = await open({
      ...unbundled("main.js", importMap),
      headers: policy(importMap.hash),
    });
    expect(text).toMatch(/^BackendError: useBackend: "wasm"/);
    expect(text).toContain("'wasm-unsafe-eval'");
  });
});

describe.each(Object.keys(bundlers))("bundled by %s", (bundler) => {
  let outDir: string;
  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), "unroll-bundle-"));
    await bundlers[bundler]?.(outDir);
  });
  afterAll(() => rm(outDir, { recursive: true, force: true }));

  test("runs in a page", async () => {
    const isPageBuilt = existsSync(join(outDir, "index.html"));
    const text = await open({
      files: isPageBuilt ? {} : { "/page/index.html": indexHtml("main.js") },
      folders: { "/page/": outDir, "/tfjs-wasm/": tfjsWasm },
      headers: policy("'wasm-unsafe-eval'"),
    });
    expectRight(text);
    expect(complaints).toEqual([]);
    expect(asked.filter((path) => path.includes("_wasm_"))).toHaveLength(1);
  });
});

test("runs in Node", async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(app, "node.js")]);
  expectRight(stdout);
  expect(stderr).toBe("");
});
