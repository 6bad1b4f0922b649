import type { BrowserContext, Response } from "playwright-core";
import { describe, expect } from "vitest";
import { sentimentTest as test } from "./sentiment-page.ts";

/** Runs a line in the page's worker before anything that is called later. */
async function prefixWorker(context: BrowserContext, line: string): Promise<void> {
  await context.route("**/host.worker-*.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${line}\n${await response.text()}` });
  });
}

/** Whether the scripts that were loaded since hold tfjs' backend "cpu". */
function watchCpuBackend(context: BrowserContext): () => Promise<boolean> {
  const scripts: Response[] = [];
  context.on("response", (response) => {
    if (response.url().endsWith(".js")) scripts.push(response);
  });
  return async () => {
    const texts = await Promise.all(scripts.map((script) => script.text()));
    // Its greeting.
    return texts.some((text) => text.includes("Hi, looks like you are running TensorFlow.js"));
  };
}

describe("the sentiment page", () => {
  test("answers the sentence it opens with, and asks no one else", async ({
    complaints,
    open,
    page,
  }) => {
    await open();
    expect(await page.field.inputValue()).toBe("That movie is awful");
    expect(await page.label.textContent()).toBe("negative");
    expect(await page.score.textContent()).toMatch(/^\d+(\.\d)?%$/);
    expect(await page.backend.textContent()).toBe("wasm");
    expect(await page.status.textContent()).toMatch(/^4 readings in [\d.]+ ms$/);
    expect(complaints).toEqual([]);
  });

  test("shows the answer after each word, and its figure to pointer, keyboard and screen reader", async ({
    open,
    page,
  }) => {
    await open();
    const figures = await page.bars.allTextContents();
    expect(figures.map((text) => text.trim().split(/\s+/)[0])).toEqual([
      "That",
      "movie",
      "is",
      "awful",
    ]);
    for (const figure of figures) expect(figure).toMatch(/(negative|positive) \d+(\.\d)?%/);
    // The last bar's answer is the text's.
    expect(figures.at(-1)).toContain(
      `${await page.label.textContent()} ${await page.score.textContent()}`,
    );

    const last = page.bars.last();
    const opacity = () =>
      last.locator(".figure").evaluate((element) => getComputedStyle(element).opacity);
    expect(await opacity()).toBe("0");
    await last.hover();
    expect(await opacity()).toBe("1");
    await page.page.mouse.move(0, 0);
    expect(await opacity()).toBe("0");
    await page.bars.first().focus();
    await page.page.keyboard.press("End");
    expect(await last.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await opacity()).toBe("1");
  });

  test("changes its answer while one types", async ({ complaints, open, page }) => {
    await open();
    expect(await page.answerTo("A wonderful film")).toBe("positive");
    await page.field.press("End");
    await page.field.pressSequentially(" ruined by an awful, boring, stupid ending");
    expect(await page.answer()).toBe("negative");
    expect(complaints).toEqual([]);
  });

  test("takes an example by a click and by the keyboard", async ({ open, page }) => {
    await open();
    const example = page.page.getByRole("button", {
      name: "A warm, funny and beautifully acted film",
    });
    await example.click();
    expect(await page.answer()).toBe("positive");
    await page.page.getByRole("button", { name: "That movie is awful" }).press("Enter");
    expect(await page.answer()).toBe("negative");
  });

  test("answers emoji, unknown words and other scripts, and waits where there is no text", async ({
    complaints,
    open,
    page,
  }) => {
    await open();
    for (const text of [
      "🎉",
      "👩‍👩‍👧‍👦 🏳️‍🌈",
      "qwxyzzy",
      "Фильм ужасный",
      "素晴らしい",
      '<b>awful</b> & "co"',
    ]) {
      expect(await page.answerTo(text)).toMatch(/^(negative|positive)$/);
      expect(await page.bars.count()).toBe(text.split(" ").length);
    }
    for (const text of ["", "  \n\t "]) {
      await page.field.fill(text);
      await page.page.getByText("Type a sentence").waitFor();
      expect(await page.bars.count()).toBe(0);
      expect(await page.label.textContent()).toBe("");
    }
    expect(await page.answerTo("awful")).toBe("negative");
    expect(complaints).toEqual([]);
  });

  test("reads 10,000 words, and the page answers to its user meanwhile", async ({
    complaints,
    open,
    page,
  }) => {
    await open();
    await page.page.evaluate(() => {
      const gaps = { longest: 0, last: performance.now() };
      const tick = () => {
        const now = performance.now();
        gaps.longest = Math.max(gaps.longest, now - gaps.last);
        gaps.last = now;
        setTimeout(tick, 5);
      };
      tick();
      Object.assign(window, { gaps });
    });
    const long = "this film is a wonderful and moving and funny one ".repeat(1000);
    expect(await page.answerTo(long)).toBe("positive");
    expect(await page.bars.count()).toBe(100);
    expect(await page.page.getByText("all 10,000 words").isVisible()).toBe(true);
    const longest = await page.page.evaluate(
      () => (window as unknown as { gaps: { longest: number } }).gaps.longest,
    );
    expect(longest).toBeLessThan(2000);
    // One that is longer than the model reads: it says so, and goes on.
    await page.field.fill("word ".repeat(70_000));
    await page.problem.getByText("65536").waitFor();
    expect(await page.answerTo("awful")).toBe("negative");
    expect(await page.problem.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test("goes on without a connection", async ({ complaints, context, open, page }) => {
    await open();
    await context.setOffline(true);
    expect(await page.answerTo("A beautiful, touching film")).toBe("positive");
    expect(complaints).toEqual([]);
  });

  test("computes on wasm and loads no other backend", async ({ context, open, page }) => {
    const loaded = watchCpuBackend(context);
    await open();
    expect(await page.backend.textContent()).toBe("wasm");
    expect(await loaded()).toBe(false);
  });

  test("computes on cpu where there is no WebAssembly with SIMD, and says why", async ({
    complaints,
    context,
    open,
    page,
  }) => {
    const loaded = watchCpuBackend(context);
    await prefixWorker(context, "WebAssembly.validate = () => false;");
    await open();
    expect(await page.backend.textContent()).toBe("cpu");
    expect(await page.backend.getAttribute("title")).toContain("needs WebAssembly with SIMD");
    expect(await loaded()).toBe(true);
    expect(await page.label.textContent()).toBe("negative");
    expect(await page.answerTo("A beautiful, touching film")).toBe("positive");
    expect(complaints).toEqual([]);
  });

  test("computes on cpu where WebAssembly does not start, and says why", async ({
    context,
    open,
    page,
  }) => {
    await context.route("**/start-tfjs-*.js", (route) => route.abort());
    await open();
    expect(await page.backend.textContent()).toBe("cpu");
    expect(await page.backend.getAttribute("title")).toContain(
      'all scripts of "wasm" must be loadable',
    );
    expect(await page.label.textContent()).toBe("negative");
  });

  test("says why there is no model, and loads it when asked again", async ({
    context,
    page,
    server,
  }) => {
    await context.route("**/*.safetensors", (route) => route.abort());
    await page.page.goto(server.url);
    await page.problem.getByText("The model could not be loaded").waitFor();
    expect(await page.problem.textContent()).toMatch(/model.*\.safetensors/);
    await context.unroute("**/*.safetensors");
    await page.problem.getByRole("button", { name: "Try again" }).click();
    expect(await page.answer()).toBe("negative");
    expect(await page.problem.isVisible()).toBe(false);
  });

  test("fits a narrow screen", async ({ open, page }) => {
    await page.page.setViewportSize({ width: 360, height: 740 });
    await open();
    const overflow = () =>
      page.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.answerTo(`${"w".repeat(300)} ${"a fine film ".repeat(20)}`);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.answerTo("W ".repeat(40));
    for (const bar of await page.bars.all()) {
      await bar.focus();
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
  });
});
