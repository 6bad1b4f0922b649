import type { BrowserContext, Page, Response } from "playwright-core";
import { describe, expect } from "vitest";
import { sentimentTest as test } from "./sentiment-page.ts";

/** All scripts that were loaded since, in one text. */
function watchScripts(context: BrowserContext): () => Promise<string> {
  const scripts: Response[] = [];
  context.on("response", (response) => {
    if (response.url().endsWith(".js")) scripts.push(response);
  });
  return async () => (await Promise.all(scripts.map((script) => script.text()))).join("\n");
}

/** Waits until the address is calm, and gives its text. */
async function addressText(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (text) => new URLSearchParams(location.hash.split("?")[1]).get("text") === text,
    text,
  );
}

function heading(page: Page, name: string) {
  return page.getByRole("heading", { level: 1, name });
}

describe("the address", () => {
  test("keeps the text over a reload, and in another window", async ({ context, open, page }) => {
    await open();
    expect(new URL(page.page.url()).hash).toBe("");
    expect(await page.answerTo("A wonderful film & more? 🎉")).toBe("positive");
    await addressText(page.page, "A wonderful film & more? 🎉");
    await page.page.reload();
    expect(await page.answer()).toBe("positive");
    expect(await page.field.inputValue()).toBe("A wonderful film & more? 🎉");

    const other = await context.newPage();
    await other.goto(page.page.url());
    expect(await other.getByLabel("Your sentence").inputValue()).toBe(
      "A wonderful film & more? 🎉",
    );
  });

  test("keeps what was typed just before a reload", async ({ open, page }) => {
    await open();
    await page.field.fill("Lovely");
    await page.page.reload();
    expect(await page.answer()).toBe("positive");
    expect(await page.field.inputValue()).toBe("Lovely");
    await page.field.fill("");
    await addressText(page.page, "");
    await page.page.reload();
    await page.page.getByText("Type a sentence").waitFor();
    expect(await page.field.inputValue()).toBe("");
  });

  test("goes back over examples and pages, and not over letters", async ({ open, page }) => {
    await open();
    await page.field.fill("");
    await page.field.pressSequentially("A fine film");
    await page.page.getByRole("button", { name: "I expected little" }).click();
    await page.answer();
    await page.page.getByRole("link", { name: "Modes" }).click();
    await heading(page.page, "Five modes").waitFor();
    await page.page.goBack();
    await page.answer();
    expect(await page.field.inputValue()).toBe("I expected little and got a masterpiece");
    await page.page.goBack();
    await page.answer();
    expect(await page.field.inputValue()).toBe("A fine film");
    await page.page.goForward();
    await page.answer();
    expect(await page.field.inputValue()).toBe("I expected little and got a masterpiece");
  });

  test("takes a link that is pasted into it", async ({ complaints, open, page, server }) => {
    await open("#/sentiment?text=An+awful%2C+boring+film");
    expect(await page.label.textContent()).toBe("negative");
    await page.page.goto(`${server.url}#/sentiment?text=A+wonderful+film`);
    expect(await page.answer()).toBe("positive");
    expect(await page.field.inputValue()).toBe("A wonderful film");
    expect(complaints).toEqual([]);
  });

  test("may change while the code of the page is on its way", async ({ context, page, server }) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await context.route("**/page-*.js", (route) => held.then(() => route.continue()));
    await page.page.goto(server.url);
    await page.page.evaluate(() => {
      location.hash = "#/sentiment?text=A+wonderful+film";
    });
    release();
    expect(await page.answer()).toBe("positive");
    expect(await page.field.inputValue()).toBe("A wonderful film");
  });

  test("stays short with a long text, which a reload keeps all the same", async ({
    open,
    page,
  }) => {
    await open();
    const long = "this film is a wonderful and moving and funny one ".repeat(1000);
    await page.answerTo(long);
    await page.page.reload();
    await page.answer();
    expect((await page.field.inputValue()) === long).toBe(true);
    expect(new URL(page.page.url()).hash).toBe("#/sentiment");
  });

  test("that names no page says so, and which there are", async ({ complaints, page, server }) => {
    for (const hash of ["#/sentimint?text=Good", "#section"]) {
      await page.page.goto("about:blank");
      await page.page.goto(server.url + hash);
      await heading(page.page, "No such page").waitFor();
      expect(await page.page.locator("main").textContent()).toMatch(/“(sentimint|section)”/);
    }
    await page.page.locator("main").getByRole("link", { name: "Sentiment" }).click();
    expect(await page.answer()).toBe("negative");
    expect(complaints).toEqual([]);
  });
});

describe("navigation", () => {
  test("says where one is, to eye, screen reader and keyboard", async ({ open, page }) => {
    await open();
    const current = page.page.getByRole("navigation").locator('[aria-current="page"]');
    expect(await current.textContent()).toBe("Sentiment");
    expect(await page.page.title()).toBe("Sentiment · Unroll");
    await page.page.getByRole("link", { name: "Modes" }).press("Enter");
    await heading(page.page, "Five modes").waitFor();
    expect(await current.textContent()).toBe("Modes");
    expect(await page.page.title()).toBe("Modes · Unroll");
    expect(await page.page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");

    await page.page.reload();
    await heading(page.page, "Five modes").waitFor();
    await page.page.keyboard.press("Tab");
    await page.page.keyboard.press("Enter"); // the link that skips the navigation
    expect(await page.page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
    expect(new URL(page.page.url()).hash).toBe("#/modes");
  });

  test("loads the code of a page when it is opened", async ({
    complaints,
    context,
    open,
    page,
  }) => {
    const scripts = watchScripts(context);
    await open();
    expect(await scripts()).toContain("Sentiment, word by word");
    expect(await scripts()).not.toContain("Five modes");
    await page.page.getByRole("link", { name: "Modes" }).click();
    await heading(page.page, "Five modes").waitFor();
    expect(await scripts()).toContain("Five modes");
    expect(complaints).toEqual([]);
  });

  test("starts no worker for a page without a model, which fits a phone", async ({
    context,
    page,
    server,
  }) => {
    const scripts = watchScripts(context);
    await page.page.goto(`${server.url}#/modes`);
    await heading(page.page, "Five modes").waitFor();
    expect(page.page.workers()).toEqual([]);
    await page.page.setViewportSize({ width: 360, height: 740 });
    const overflow = () => document.documentElement.scrollWidth - innerWidth;
    expect(await page.page.evaluate(overflow)).toBeLessThanOrEqual(0);
    expect(await scripts()).not.toContain("Sentiment, word by word");
    expect((await scripts()).length).toBeLessThan(40_000);
  });

  test("frees the model of a page that is left", async ({ open, page, server }) => {
    /** tfjs keeps its engine in the worker's global scope. */
    const tensors = async () =>
      (await page.page.workers()[0]?.evaluate(() => {
        const { _tfengine } = globalThis as unknown as {
          _tfengine: { memory(): { numTensors: number } };
        };
        return _tfengine.memory().numTensors;
      })) ?? Number.NaN;
    const leave = async () => {
      await page.page.getByRole("link", { name: "Modes" }).click();
      await heading(page.page, "Five modes").waitFor();
    };

    await open();
    const loaded = await tensors();
    expect(loaded).toBeGreaterThan(0);
    await leave();
    await expect.poll(tensors).toBe(0);

    // One that is left before its model is here.
    const release = server.holdModel();
    await page.page.goBack();
    await page.page.getByText("Loading the model").waitFor();
    await leave();
    release();
    await page.page.goBack();
    await page.answer();
    expect(await tensors()).toBe(loaded);
    expect(page.page.workers()).toHaveLength(1);
  });
});

describe("the shell", () => {
  test("keeps the theme that was chosen", async ({ complaints, context, open, page }) => {
    await page.page.emulateMedia({ colorScheme: "light" });
    await open();
    const ground = (of: Page) =>
      of.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground(page.page);
    await page.page.emulateMedia({ colorScheme: "dark" });
    const dark = await ground(page.page);
    expect(dark).not.toBe(light);

    await page.page.getByLabel("Theme").selectOption("Light");
    expect(await ground(page.page)).toBe(light);
    await page.page.reload();
    expect(await ground(page.page)).toBe(light);
    const other = await context.newPage();
    await other.emulateMedia({ colorScheme: "dark" });
    await other.goto(page.page.url());
    expect(await other.getByLabel("Theme").inputValue()).toBe("light");
    await other.getByLabel("Theme").selectOption("System");
    expect(await ground(other)).toBe(dark);
    expect(complaints).toEqual([]);
  });

  test("shows how much of a model is here", async ({ complaints, page, server }) => {
    const release = server.holdModel();
    await page.page.goto(server.url);
    await page.page.getByText("Loading the model … 0.8 of 1.4 MB").waitFor();
    const progress = page.page.getByRole("progressbar", { name: "Loading" });
    expect(Number(await progress.getAttribute("value"))).toBeCloseTo(0.57, 2);
    expect(await page.backend.textContent()).toBe("wasm");
    release();
    await page.answer();
    expect(await progress.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test("opens a page anew when its worker broke, with the text that was there", async ({
    open,
    page,
  }) => {
    await open();
    await page.answerTo("A wonderful film");
    await page.page.workers()[0]?.evaluate(() => {
      setTimeout(() => {
        throw new Error("out of order");
      });
    });
    await page.problem.getByText("out of order").waitFor();
    await page.problem.getByRole("button", { name: "Try again" }).click();
    expect(await page.answer()).toBe("positive");
    expect(await page.field.inputValue()).toBe("A wonderful film");
    expect(await page.problem.isVisible()).toBe(false);
  });

  test("says why a page cannot be opened, and opens it when asked again", async ({
    context,
    open,
    page,
  }) => {
    await open();
    await context.setOffline(true);
    await page.page.getByRole("link", { name: "Modes" }).click();
    await page.problem.getByText("This page could not be opened").waitFor();
    await context.setOffline(false);
    await page.problem.getByRole("button", { name: "Try again" }).click();
    await heading(page.page, "Five modes").waitFor();
  });

  test("tells a screen reader the answer once typing has stopped", async ({ open, page }) => {
    await open();
    const said = page.page.getByRole("status");
    await said.getByText(/^negative \d+(\.\d)?%$/).waitFor();
    await page.answerTo("A wonderful film");
    await said.getByText(/^positive \d+(\.\d)?%$/).waitFor();
  });
});
