// What users write, as they load it: the packages as built, in a page that allows no more than it must, in a
// worker, from bundlers and in Node. What these load is src/.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findChromium, howToGetChromium, launchOptions } from "@unroll/build/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import { createServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundlers, root } from "./bundlers.ts";
import { importMap, indexHtml, plainPage, withAddresses } from "./plain-page.ts";
import { type Served, type Site, serve } from "./serve.ts";

/** The model's answer, and what the backend "cpu" computes. */
const expected = {
  answer: { label: "positive", score: 0.929984 },
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
  const built = join(root, "../../packages/tasks/dist/index.js");
  if (!existsSync(built)) {
    throw new Error(
      `The packages must be built, got no ${built}. Run npm test, which builds them.`,
    );
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

/** Opens a page and gives the text that it shows in the end. */
async function textOf(url: string): Promise<string> {
  await page.goto(url);
  return (await page.locator("output:not(:empty)").textContent()) ?? "";
}

/** Serves a site, opens its page and gives its text. */
async function open(site: Site, html = "index.html"): Promise<string> {
  served = await serve(site);
  return await textOf(`${served.url}/page/${html}`);
}

function expectRight(text: string): void {
  expect(text).toMatch(/^\{/);
  const { answer, backend, y, loss, gradient } = JSON.parse(text);
  expect(answer).toEqual({ label: "positive", score: expect.closeTo(expected.answer.score, 4) });
  expect(backend).toBe("wasm");
  expect([...y, loss, ...gradient]).toEqual(
    [...expected.y, expected.loss, ...expected.gradient].map((each) => expect.closeTo(each, 5)),
  );
}

/** The scripts with a WebAssembly module that were asked for, without their folders. */
const askedModules = () =>
  asked
    .filter((path) => path.includes("_wasm_"))
    .map((path) => path.replace(/.*\//, ""))
    .sort();

describe("without a bundler", () => {
  const policyOfPage = policy("'wasm-unsafe-eval'", importMap.hash);

  test("a page needs an import map and 'wasm-unsafe-eval', and loads one build", async () => {
    const text = await open({ ...plainPage("./src/main.js", importMap), headers: policyOfPage });
    expectRight(text);
    expect(complaints).toEqual([]);
    expect(askedModules()).toEqual([
      "index.ts_wasm_relaxed.js",
      "tfjs-backend-wasm-simd.wasm_wasm_binary.js",
    ]);
  });

  // No import map reaches a worker: its imports must be addresses.
  test("a module worker needs addresses for names", async () => {
    const text = await open({
      ...plainPage("./src/with-worker.js"),
      headers: policy("'wasm-unsafe-eval'"),
      change: withAddresses,
    });
    expectRight(text);
    expect(complaints).toEqual([]);
  });

  // tfjs' threads are workers from blobs, which load tfjs' script from a blob.
  test("a page that is cross-origin isolated has tfjs' threads where blob: is allowed", async () => {
    const text = await open({
      ...plainPage("./src/main.js", importMap),
      headers: { ...isolated, ...policy("'wasm-unsafe-eval'", "blob:", importMap.hash) },
    });
    expectRight(text);
    expect(complaints).toEqual([]);
    expect(askedModules()).toEqual([
      "index.ts_wasm_relaxed-shared.js",
      "tfjs-backend-wasm-threaded-simd.wasm_wasm_binary.js",
    ]);
  });

  test("and computes on one thread where it is not, instead of waiting for ever", async () => {
    const text = await open({
      ...plainPage("./src/main.js", importMap),
      headers: { ...isolated, ...policyOfPage },
    });
    expectRight(text);
    expect(askedModules()).toContain("index.ts_wasm_relaxed.js");
  });

  test("where WebAssembly may not be compiled, the error says what to allow", async () => {
    const site = { ...plainPage("./src/main.js", importMap), headers: policy(importMap.hash) };
    const text = await open(site);
    expect(text).toMatch(/^BackendError: useBackend: "wasm"/);
    expect(text).toContain("'wasm-unsafe-eval'");
  });

  test.each([
    [
      "start-tfjs.js",
      /^BackendError: useBackend: all scripts of "wasm" must be loadable, got: .*start-tfjs\.js/,
    ],
    [
      "model.safetensors",
      /^CheckpointError: http\S+\/model\.safetensors: the file must be there, got none/,
    ],
  ])("where the server has no %s, the error names it", async (file, message) => {
    await page.route(`**/${file}`, (route) => route.fulfill({ status: 404, body: "" }));
    const text = await open({ ...plainPage("./src/main.js", importMap), headers: policyOfPage });
    expect(text).toMatch(message);
  });
});

describe.each(Object.keys(bundlers))("bundled by %s", (bundler) => {
  let outDir: string;
  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), "unroll-bundle-"));
    await bundlers[bundler]?.(outDir);
  });
  afterAll(() => rm(outDir, { recursive: true, force: true }));

  /** The pages that the bundler wrote, or ours around its script. */
  const site = (script: string, ...headers: Record<string, string>[]): Site => ({
    files: existsSync(join(outDir, "index.html")) ? {} : { "/page/index.html": indexHtml(script) },
    folders: { "/page/": outDir },
    headers: Object.assign({}, ...headers),
  });

  test("runs in a page, with no file placed by hand", async () => {
    const text = await open(site("main.js", policy("'wasm-unsafe-eval'")));
    expectRight(text);
    expect(complaints).toEqual([]);
  });

  const hasWorkers = bundler === "vite" || bundler === "webpack";
  test.runIf(hasWorkers)("runs in a worker", async () => {
    const html = bundler === "vite" ? "with-worker.html" : "index.html";
    const text = await open(site("with-worker.js", policy("'wasm-unsafe-eval'")), html);
    expectRight(text);
    expect(complaints).toEqual([]);
  });

  // Minifiers rename what tfjs' workers take for known.
  test.runIf(bundler === "vite")("has tfjs' threads in a page that is isolated", async () => {
    const text = await open(site("main.js", isolated, policy("'wasm-unsafe-eval'", "blob:")));
    expectRight(text);
    expect(complaints).toEqual([]);
  });
});

test("runs in vite's dev server, which bundles what is installed", async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), "unroll-vite-"));
  const server = await createServer({
    root,
    cacheDir,
    configFile: false,
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1", hmr: false, ws: false },
    // Linked packages are taken for sources otherwise.
    optimizeDeps: {
      include: ["backend-wasm", "core", "tasks", "model-sentiment-en"].map(
        (name) => `@unroll/${name}`,
      ),
    },
  });
  try {
    await server.listen();
    expectRight(await textOf(`${server.resolvedUrls?.local[0]}index.html`));
  } finally {
    await server.close();
    await rm(cacheDir, { recursive: true, force: true });
  }
});

test("runs in Node", async () => {
  const script = join(root, "src/node.js");
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script]);
  expectRight(stdout);
  expect(stderr).toBe("");
});
