import { expect, test } from "vitest";
import { examplesIn, inLanguage } from "./examples.ts";

test("an example goes along into another language, any other text stays", () => {
  const [english, german] = [examplesIn("en")[1] as string, examplesIn("de")[1] as string];
  expect(inLanguage(english, "en", "de")).toBe(german);
  expect(inLanguage(german, "de", "en")).toBe(english);
  expect(inLanguage(english, "en", "xx")).toBe(english);
  expect(inLanguage("Something else.", "en", "de")).toBe("Something else.");
});

test("each language has as many", () => {
  expect(examplesIn("de")).toHaveLength(examplesIn("en").length);
  expect(examplesIn("xx")).toEqual([]);
});
