// biome-ignore-all lint/correctness/noEmptyPattern: vitest asks for a pattern.

import { findChromium, howToGetChromium, launchOptions } from "@unroll/build/chromium";
import { type BrowserContext, chromium } from "playwright-core";
import { test } from "vitest";
import { serveDemo } from "./demo-server.ts";

/** A test of the demo in a browser. The server and the browser are one for a file, all else is anew. */
export const demoTest = test
  .extend("server", { scope: "file" }, async ({}, { onCleanup }) => {
    const server = await serveDemo();
    onCleanup(() => server.close());
    return server;
  })
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }) => {
    const executable = await findChromium();
    if (executable === undefined) throw new Error(`No Chromium found: ${howToGetChromium}.`);
    const browser = await chromium.launch(launchOptions(executable));
    onCleanup(() => browser.close());
    return browser;
  })
  .extend("context", async ({ browser }, { onCleanup }): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
    onCleanup(() => context.close());
    return context;
  })
  /** What a page must not do: write to the console, throw, ask another server. */
  .extend("complaints", async ({ context, server }) => {
    const complaints: string[] = [];
    context.on("console", (message) => {
      const { url } = message.location();
      // Chromium itself asks for the icon anew with each address, without a connection too.
      if (!url.endsWith("/favicon.svg"))
        complaints.push(`${message.type()}: ${message.text()} (${url})`);
    });
    context.on("weberror", (event) => complaints.push(String(event.error())));
    context.on("request", (request) => {
      if (!request.url().startsWith(server.url)) complaints.push(`request: ${request.url()}`);
    });
    return complaints;
  });
