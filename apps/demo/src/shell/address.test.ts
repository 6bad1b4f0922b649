import { describe, expect, test } from "vitest";
import { formatRoute, parseRoute } from "./address.ts";

describe("parseRoute", () => {
  test.each([
    ["", "", {}],
    ["#", "", {}],
    ["#/", "", {}],
    ["#/sentiment", "sentiment", {}],
    ["#/sentiment?text=Good+film%21&top=2", "sentiment", { text: "Good film!", top: "2" }],
    ["#/?text=Good", "", { text: "Good" }],
    ["#/series?a=%E0%A4", "series", { a: "\ufffd" }],
    ["#section", "section", {}],
    ["#/a/b%2", "a/b%2", {}],
  ])("of %j is the page %j", (hash, page, settings) => {
    const route = parseRoute(hash);
    expect(route.page).toBe(page);
    expect(Object.fromEntries(route.settings)).toEqual(settings);
  });
});

describe("formatRoute", () => {
  test("is short without settings", () => {
    expect(formatRoute({ page: "modes", settings: new URLSearchParams() })).toBe("#/modes");
  });

  test.each(["Not bad?", "a#b&c=d %", "two\nlines", "🎉 素晴らしい", ""])("keeps %j", (text) => {
    const hash = formatRoute({ page: "sentiment", settings: new URLSearchParams({ text }) });
    expect(new URL(hash, "https://example.org/demo/").hash).toBe(hash);
    expect(parseRoute(hash).settings.get("text")).toBe(text);
  });
});
