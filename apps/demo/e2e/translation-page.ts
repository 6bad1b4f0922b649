import type { Locator, Page } from "playwright-core";
import { demoTest } from "./demo-test.ts";

/** The translation page as a user sees it. */
class TranslationPage {
  readonly page: Page;
  readonly field: Locator;
  readonly translation: Locator;
  readonly beams: Locator;
  readonly sentence: Locator;
  readonly candidates: Locator;
  readonly matrix: Locator;
  /** What is said of the cell that one points at. */
  readonly pair: Locator;
  readonly status: Locator;
  readonly backend: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    this.page = page;
    this.field = page.getByLabel("Your text");
    this.translation = page.locator("#translation");
    this.beams = page.getByRole("slider", { name: "Beams" });
    this.sentence = page.getByRole("combobox", { name: "Sentence" });
    this.candidates = page.getByRole("radio");
    this.matrix = page.getByRole("grid", { name: "What each token looked at" });
    this.pair = page.locator(".pair");
    this.status = page.locator("#status");
    this.backend = page.locator("#backend");
    this.problem = page.getByRole("alert");
  }

  /** Types a text in place of the one that is there, and waits for its translation. */
  async translate(text: string): Promise<string | null> {
    await this.field.fill(text);
    return await this.answer();
  }

  /** Waits until what is shown is of the text that is in the field. */
  async answer(): Promise<string | null> {
    await this.page.locator('section[aria-busy="false"]').waitFor();
    return await this.translation.textContent();
  }

  /** The tokens that were read, and those that were written. */
  async tokens(): Promise<{ read: string[]; written: string[] }> {
    return {
      read: await this.matrix.getByRole("columnheader").allTextContents(),
      written: await this.matrix.getByRole("rowheader").allTextContents(),
    };
  }

  /** The matrix in per cent. */
  async weights(): Promise<number[][]> {
    return await this.matrix.evaluate((table) =>
      Array.from(table.querySelectorAll("tbody tr"), (row) =>
        Array.from(row.querySelectorAll("td"), (cell) => Number.parseInt(cell.textContent, 10)),
      ),
    );
  }

  cell(row: number, column: number): Locator {
    return this.matrix.locator("tbody tr").nth(row).locator("td").nth(column);
  }

  /** The headers that are highlighted. */
  async highlighted(): Promise<string[]> {
    return await this.matrix.locator("th[data-lit]").allTextContents();
  }
}

/** A test that begins at the translation page. */
export const translationTest = demoTest
  .extend("page", async ({ context }) => new TranslationPage(await context.newPage()))
  /** Opens the page with a text and other settings, and waits for the translation. */
  .extend("open", async ({ page, server }) => async (settings: Record<string, string> = {}) => {
    const query = new URLSearchParams({ text: "I see dogs.", ...settings });
    await page.page.goto(`${server.url}#/translation?${query}`);
    await page.answer();
  });
