import { findChromium, howToGetChromium, launchOptions } from "@unroll/build/chromium";
import { chromium, type Page } from "playwright-core";
import type { Contender, Session } from "../contenders/contender.ts";
import type { LocalName } from "../contenders/local-contenders.ts";
import type { Host } from "../hosts/host.ts";
import { bundlePage } from "./bundle-page.ts";
import type { PageApi } from "./page-api.ts";
import { servePage } from "./serve.ts";

/**
 * Calls a function of the page.
 * @throws {Error} when it fails there, or anything else in the page does
 */
type Call = <Name extends keyof PageApi>(
  name: Name,
  ...args: Parameters<PageApi[Name]>
) => Promise<Awaited<ReturnType<PageApi[Name]>>>;

/**
 * A page in Chromium. Node says whose turn it is; the page does the work and takes the time.
 * @throws {Error} when there is no Chromium
 */
export async function openPageHost(): Promise<Host> {
  const executable = await findChromium();
  if (executable === undefined) {
    throw new Error(`--browser: there must be a Chromium, got none: ${howToGetChromium}.`);
  }
  const server = await servePage(await bundlePage());
  const browser = await chromium.launch(launchOptions(executable));
  const page = await browser.newPage();
  const call = makeCall(page);
  await page.goto(server.url);
  await page.waitForFunction(() => "unrollBench" in globalThis);
  return {
    runtime: `chromium ${browser.version().split(".")[0]}`,
    // Its clock is coarser than Node's.
    leastMs: 5,
    start: (backend) => call("start", backend),
    contender: (name) => pageContender(call, name),
    profileStep: (work) => call("profileStep", work),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

function makeCall(page: Page): Call {
  const failed = new Promise<never>((_, reject) => {
    page.on("pageerror", reject);
    page.on("crash", () => reject(new Error("--browser: the page crashed.")));
  });
  // It may fail while nothing is asked of it.
  failed.catch(() => undefined);
  const call = (name: keyof PageApi, ...args: unknown[]) =>
    Promise.race([
      failed,
      page.evaluate(
        ([key, given]) => (globalThis.unrollBench[key] as (...all: unknown[]) => unknown)(...given),
        [name, args] as const,
      ),
    ]);
  return call as Call;
}

async function pageContender(call: Call, name: LocalName): Promise<Contender> {
  const version = await call("load", name);
  return { version, open: async (work) => pageSession(call, await call("open", name, work)) };
}

function pageSession(call: Call, session: number): Session {
  return {
    results: async () => {
      const results = await call("results", session);
      return Object.fromEntries(
        Object.entries(results).map(([name, values]) => [name, Float32Array.from(values)]),
      );
    },
    sample: (repetitions) => call("sample", session, repetitions),
    dispose: () => call("dispose", session),
  };
}
