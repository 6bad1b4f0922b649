import type { Locator, Page } from "playwright-core";
import { demoTest } from "./demo-test.ts";

/** The sentiment page as a user sees it. */
class SentimentPage {
  readonly field: Locator;
  readonly label: Locator;
  readonly score: Locator;
  readonly bars: Locator;
  readonly status: Locator;
  readonly backend: Locator;
  readonly problem: Locator;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.field = page.getByLabel("Your sentence");
    this.label = page.locator("#label");
    this.score = page.locator("#score");
    this.bars = page.getByRole("list", { name: "The score after each word" }).getByRole("button");
    this.status = page.locator("#status");
    this.backend = page.locator("#backend");
    this.problem = page.getByRole("alert");
  }

  /** Types a text in place of the one that is there, and waits for its answer. */
  async answerTo(text: string): Promise<string | null> {
    await this.field.fill(text);
    return await this.answer();
  }

  /** Waits until the bars are those of the text that is in the field, and gives the answer's label. */
  async answer(): Promise<string | null> {
    await this.page.waitForFunction(() => {
      const field = document.querySelector("textarea");
      const words = field?.value.match(/\S+/gu)?.slice(0, 100) ?? [];
      const shown = Array.from(
        document.querySelectorAll(".chart .word"),
        (word) => word.textContent,
      );
      return shown.length > 0 && shown.join(" ") === words.join(" ");
    });
    return await this.label.textContent();
  }
}

/** A test that begins at the sentiment page. */
export const sentimentTest = demoTest
  .extend("page", async ({ context }) => new SentimentPage(await context.newPage()))
  /** Opens an address of the app, and waits for the answer to the sentence that stands there. */
  .extend("open", async ({ page, server }) => async (hash = "") => {
    await page.page.goto(server.url + hash);
    await page.answer();
  });
