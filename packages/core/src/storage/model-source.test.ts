import { expect, test } from "vitest";
import { ConfigError } from "../errors.ts";
import { memoryStorage } from "./memory-storage.ts";
import { openModel } from "./model-source.ts";

test("a storage is taken as it is", () => {
  const storage = memoryStorage();
  expect(openModel(storage)).toBe(storage);
});

test("addresses become a storage that reads them", async () => {
  const fetch = async (url: string) => new Response(url);
  const asked = async (source: string | URL | Record<string, string>) =>
    new TextDecoder().decode(await openModel(source, { fetch }).read("config.json"));
  expect(await asked("https://example.org/model")).toBe("https://example.org/model/config.json");
  expect(await asked(new URL("https://example.org/model/"))).toBe(
    "https://example.org/model/config.json",
  );
  expect(await asked({ "config.json": "https://example.org/c-1f.json" })).toBe(
    "https://example.org/c-1f.json",
  );
});

test.each([undefined, null, {}, { sentimentEn: {} }, 7])("%j is no model", (source) => {
  // @ts-expect-error: JavaScript may pass anything
  const open = () => openModel(source);
  expect(open).toThrow(ConfigError);
  expect(open).toThrow(/^openModel: a model must be what its package exports.+\. Pass one such as/);
});
