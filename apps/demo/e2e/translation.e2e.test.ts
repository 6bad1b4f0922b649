import { describe, expect } from "vitest";
import { translationTest as test } from "./translation-page.ts";

describe("the translation page", () => {
  test("translates the example it opens with, and asks no one else", async ({
    complaints,
    page,
    server,
  }) => {
    await page.page.goto(`${server.url}#/translation`);
    expect(await page.answer()).toMatch(/\p{L}/u);
    expect(await page.field.inputValue()).toMatch(/\p{L}/u);
    expect(await page.backend.textContent()).toBe("wasm");
    expect(await page.status.textContent()).toMatch(/^\d+ tokens in \d+ ms$/);
    expect(complaints).toEqual([]);
  });

  test("translates what its model has learned, on wasm", async ({ open, page }) => {
    await open({ text: "Where is your friend? I like tea." });
    expect(await page.translation.textContent()).toBe("Wo ist dein Freund? Ich mag Tee.");
    expect(await page.backend.textContent()).toBe("wasm");
  });

  test("writes the translation bit by bit, and takes nothing back", async ({ open, page }) => {
    await open({ beams: "1" });
    const seen = await page.translation.evaluateHandle((element) => {
      const texts: string[] = [];
      new MutationObserver(() => texts.push(element.textContent)).observe(element, {
        ...{ childList: true, characterData: true, subtree: true },
      });
      return texts;
    });
    const whole = await page.translate("I buy trees. I see cats.\nI buy dogs. ".repeat(30));
    const texts = await seen.jsonValue();
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.at(-1)).toBe(whole);
    const lengths = texts.map((text) => text.length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  });

  test("shows the best translations, and of each what its tokens looked at", async ({
    open,
    page,
  }) => {
    await open();
    const translation = await page.translation.textContent();
    expect(await page.candidates.count()).toBe(4);
    expect(await page.candidates.first().isChecked()).toBe(true);
    const shown = await page.page.locator(".candidates label").allTextContents();
    const scores = shown.map((text) => Number(/−(\d+\.\d\d)\s*$/.exec(text)?.[1]));
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(shown[0]).toContain(translation);

    for (const candidate of await page.candidates.all()) {
      await candidate.check();
      const { read, written } = await page.tokens();
      expect(read.at(-1)).toBe("(end)");
      expect(read.slice(0, 2).join(" ")).toBe("I see");
      const weights = await page.weights();
      expect(weights).toHaveLength(written.length);
      for (const row of weights) {
        expect(row).toHaveLength(read.length);
        const sum = row.reduce((total, weight) => total + weight, 0);
        expect(Math.abs(sum - 100)).toBeLessThanOrEqual(read.length / 2); // each is rounded
      }
    }
    expect(await page.translation.textContent()).toBe(translation);
  });

  test("names the two tokens of a cell to pointer and keyboard", async ({ open, page }) => {
    await open();
    const { read, written } = await page.tokens();
    const weights = await page.weights();
    const of = (row: number, column: number) =>
      `“${written[row]}” looked at “${read[column]}”: ${weights[row]?.[column]}%`;

    await page.cell(1, 2).hover();
    expect(await page.pair.textContent()).toBe(of(1, 2));
    expect(await page.highlighted()).toEqual([read[2], written[1]]);
    await page.page.mouse.move(0, 0);
    expect(await page.highlighted()).toEqual([]);

    // One stop of the tab key: the arrow keys do the rest.
    await page.candidates.first().focus();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.page.keyboard.press(key);
      return await page.pair.textContent();
    };
    expect(await press("Tab")).toBe(of(0, 0));
    expect(await press("ArrowDown", "ArrowRight")).toBe(of(1, 1));
    expect(await press("ArrowLeft", "ArrowLeft")).toBe(of(1, 0));
    expect(await press("End", "ArrowUp")).toBe(of(0, read.length - 1));
    expect(await press("Control+End")).toBe(of(written.length - 1, read.length - 1));
    expect(await press("Home")).toBe(of(written.length - 1, 0));
    await press("Shift+Tab", "Tab");
    expect(await page.cell(written.length - 1, 0).evaluate((cell) => cell.matches(":focus"))).toBe(
      true,
    );
  });

  test("searches with as many beams as one likes, and the address keeps them", async ({
    open,
    page,
  }) => {
    await open();
    for (const [key, beams] of [
      ["Home", 1],
      ["End", 8],
    ] as const) {
      await page.beams.press(key);
      await page.answer();
      expect(await page.candidates.count()).toBe(beams);
      await page.page.waitForFunction((text) => location.hash.includes(text), `beams=${beams}`);
    }
    await page.page.reload();
    await page.answer();
    expect(await page.beams.inputValue()).toBe("8");
    expect(await page.candidates.count()).toBe(8);
    expect(await page.field.inputValue()).toBe("I see dogs.");
  });

  test("translates sentence by sentence, keeps the space between, and shows each", async ({
    open,
    page,
  }) => {
    await open({ text: "I see dogs.\n\n  I buy cats. I see trees." });
    const sentences = (await page.translation.locator("span").allTextContents()) as [
      string,
      string,
      string,
    ];
    expect(sentences).toHaveLength(3);
    expect(await page.translation.textContent()).toBe(
      `${sentences[0]}\n\n  ${sentences[1]} ${sentences[2]}`,
    );
    const readBy = async () => (await page.tokens()).read.slice(0, 3).join(" ");
    expect(await readBy()).toBe("I see dogs");
    await page.sentence.selectOption({ index: 1 });
    expect(await readBy()).toBe("I buy cats");
    await page.translation.locator("span").last().click();
    expect(await readBy()).toBe("I see trees");
    expect(await page.sentence.evaluate((list: HTMLSelectElement) => list.selectedIndex)).toBe(2);

    // What was there already is not translated again.
    expect(await page.status.textContent()).toMatch(/^3 sentences, /);
    await page.field.press("End");
    await page.field.pressSequentially(" I buy dogs.");
    await page.answer();
    expect(await page.status.textContent()).toMatch(/^\d+ tokens in/);
    expect(await page.translation.locator("span").count()).toBe(4);
  });

  test("leaves a long text for a newer one, and the page answers to its user meanwhile", async ({
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
    const long = Array.from({ length: 2000 }, (_, i) => `I see ${i} dogs.`).join(" ");
    await page.field.fill(long);
    await page.page.getByText(/^Translating … \d+ of 2000 sentences$/).waitFor();
    await page.translate("I buy cats.");
    expect(await page.translation.locator("span").count()).toBe(1);
    expect(await page.status.textContent()).toMatch(/^\d+ tokens in/);
    const longest = await page.page.evaluate(
      () => (window as unknown as { gaps: { longest: number } }).gaps.longest,
    );
    expect(longest).toBeLessThan(2000);
    expect(complaints).toEqual([]);
  });

  test("translates whatever is typed, and waits where there is no text", async ({
    complaints,
    open,
    page,
  }) => {
    await open();
    for (const text of ["🎉", "x", "Фильм", "素晴らしい。", '<b>dogs</b> & "co"', "\u0007\u200f"]) {
      await page.translate(text);
      expect(await page.candidates.count()).toBeGreaterThan(0);
      expect((await page.tokens()).read.at(-1)).toBe("(end)");
    }
    for (const text of ["", "  \n\t "]) {
      await page.translate(text);
      expect(await page.status.textContent()).toBe("Type a text, or take an example.");
      expect(await page.candidates.count()).toBe(0);
      expect(await page.matrix.count()).toBe(0);
    }
    await page.translate("I see dogs.");
    expect(await page.candidates.count()).toBe(4);
    expect(complaints).toEqual([]);
  });

  test("takes an example, and going back undoes that", async ({ open, page }) => {
    await open();
    const examples = page.page.getByRole("list", { name: "Examples" }).getByRole("button");
    const example = await examples.last().textContent();
    await examples.last().press("Enter");
    await page.answer();
    expect(await page.field.inputValue()).toBe(example);
    await page.page.goBack();
    await page.answer();
    expect(await page.field.inputValue()).toBe("I see dogs.");
  });

  test("goes on without a connection", async ({ complaints, context, open, page }) => {
    await open();
    await context.setOffline(true);
    await page.translate("I buy trees.");
    expect((await page.tokens()).read.slice(0, 3).join(" ")).toBe("I buy trees");
    expect(complaints).toEqual([]);
  });

  test("says why there is no model, and loads it when asked again", async ({
    context,
    page,
    server,
  }) => {
    await context.route("**/*.safetensors", (route) => route.abort());
    await page.page.goto(`${server.url}#/translation`);
    await page.problem.getByText("The model could not be loaded").waitFor();
    expect(await page.problem.textContent()).toMatch(/model.*\.safetensors/);
    await context.unroute("**/*.safetensors");
    await page.problem.getByRole("button", { name: "Try again" }).click();
    await page.answer();
    expect(await page.candidates.count()).toBe(4);
    expect(await page.problem.isVisible()).toBe(false);
  });

  test("fits a narrow screen", async ({ open, page }) => {
    await page.page.setViewportSize({ width: 360, height: 740 });
    await open();
    const overflow = () =>
      page.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.translate(`${"w".repeat(60)} ${"I see dogs and ".repeat(8)}`);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.cell(0, 30).focus();
    expect(await overflow()).toBeLessThanOrEqual(0);
  });
});
