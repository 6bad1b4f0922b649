import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CheckpointError, ConfigError } from "../errors.ts";
import type { DownloadProgress } from "./read-response.ts";
import { type UrlStorageOptions, urlStorage } from "./url-storage.ts";

const URL_OF_FILE = "https://example.org/models/model.safetensors";

type Answer = () => Response | Promise<Response>;

function read(answer: Answer, options: UrlStorageOptions = {}, name = "model.safetensors") {
  const storage = urlStorage("https://example.org/models", {
    fetch: async () => answer(),
    ...options,
  });
  return storage.read(name);
}

/** A body in chunks of 10 bytes that ends, never ends, or breaks. */
function body(chunks: number, options: { breaks?: boolean; onCancel?: () => void } = {}) {
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ < chunks) controller.enqueue(new Uint8Array(10).fill(sent));
      else if (options.breaks) controller.error(new TypeError("terminated"));
      else controller.close();
    },
    cancel: () => options.onCancel?.(),
  });
}

async function errorOf(answer: Answer, options: UrlStorageOptions = {}): Promise<string> {
  const error = await read(answer, options).catch((reason) => reason);
  expect(error).toBeInstanceOf(CheckpointError);
  expect(error.message).toMatch(/^https:\S+: .+ must be .+, got .+\. .+\.$/);
  expect(error.message.startsWith(`${URL_OF_FILE}: `)).toBe(true);
  return error.message;
}

describe("the address", () => {
  test.each([
    ["https://example.org/models", URL_OF_FILE],
    ["https://example.org/models/", URL_OF_FILE],
    ["https://example.org", "https://example.org/model.safetensors"],
  ])("%s", async (base, url) => {
    const asked: string[] = [];
    const fetch = async (address: string) => {
      asked.push(address);
      return new Response("x");
    };
    const storage = urlStorage(base, { fetch });
    await storage.read("model.safetensors");
    expect(asked).toEqual([url]);
    expect(storage.describe("model.safetensors")).toBe(url);
  });

  test("of each file by its name", async () => {
    const fetch = async (address: string) => new Response(address);
    const storage = urlStorage({ "config.json": "https://cdn.example/config-3f2.json" }, { fetch });
    const bytes = await storage.read("config.json");
    expect(new TextDecoder().decode(bytes)).toBe("https://cdn.example/config-3f2.json");
    expect(await storage.read("model.safetensors")).toBeUndefined();
    expect(await storage.read("constructor")).toBeUndefined();
    expect(storage.describe("config.json")).toBe("https://cdn.example/config-3f2.json");
    expect(storage.describe("model.safetensors")).toBe("model.safetensors");
  });

  test("that is none", () => {
    expect(() => urlStorage("http://[")).toThrow(ConfigError);
    expect(() => urlStorage({ "config.json": "http://[" })).toThrow(
      'urlStorage: the address of "config.json" must be a URL, got "http://["',
    );
  });

  test.each([
    "../secret",
    "a/b",
    "//evil.example/x",
    "https://evil.example/x",
    "..",
    "",
    ".hidden",
    "a?b",
    "a\n",
  ])("cannot be left with the name %j", async (name) => {
    await expect(read(() => new Response("x"), {}, name)).rejects.toThrow(/a file name must be/);
  });
});

describe("what is read", () => {
  test("the bytes, in however many chunks", async () => {
    const bytes = await read(() => new Response(body(3)));
    expect(bytes).toHaveLength(30);
    expect([...(bytes as Uint8Array)].filter((_, i) => i % 10 === 0)).toEqual([1, 2, 3]);
  });

  test("an empty file", async () => {
    expect(await read(() => new Response(null))).toEqual(new Uint8Array(0));
  });

  test.each([404, 410])("nothing for status %i", async (status) => {
    expect(await read(() => new Response("<html>", { status }))).toBeUndefined();
  });
});

describe("an address with the file in it", () => {
  const text = async (url: string, maxBytes?: number) =>
    new TextDecoder().decode(await urlStorage({ "a.json": url }).read("a.json", maxBytes));

  test.each([
    "data:application/json;base64,eyJhIjoiw7wifQ==",
    "data:application/json;base64,eyJhIjoiw7wifQ%3D%3D#it",
    'data:application/json;charset=utf-8,{"a":"%C3%BC"}',
  ])("%s", async (url) => {
    expect(await text(url)).toBe('{"a":"ü"}');
  });

  test("that is too large or damaged is named by the file", async () => {
    await expect(text("data:,12345", 4)).rejects.toThrow(
      "a.json: the file must be at most 4 bytes, got 5",
    );
    await expect(text("data:;base64,?")).rejects.toThrow(
      "a.json: its data: address must be base64",
    );
  });
});

describe("in Node, an address of a file", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "unroll url #1 "));
    await writeFile(join(folder, "a.bin"), "abc");
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("is read from the disk, alone or in a folder", async () => {
    const abc = new TextEncoder().encode("abc");
    const file = pathToFileURL(join(folder, "a.bin")).href;
    expect(await urlStorage(pathToFileURL(folder)).read("a.bin")).toEqual(abc);
    expect(await urlStorage({ "a.bin": file }).read("a.bin")).toEqual(abc);
    expect(await urlStorage(pathToFileURL(folder)).read("b.bin")).toBeUndefined();
    expect(urlStorage({ "a.bin": file }).describe("a.bin")).toBe(file);
  });

  test("may be relative to the working directory", async () => {
    const where = urlStorage("packages/core").describe("package.json");
    expect(where).toBe(pathToFileURL(resolve("packages/core/package.json")).href);
    const bytes = await urlStorage(".").read("package.json");
    expect(JSON.parse(new TextDecoder().decode(bytes))).toHaveProperty("name");
  });

  test("has the limits and errors of any file", async () => {
    const storage = urlStorage(pathToFileURL(folder), { maxBytes: 2 });
    await expect(storage.read("a.bin")).rejects.toThrow(
      /a\.bin: the file must be at most 2 bytes, got 3/,
    );
  });
});

describe("what goes wrong", () => {
  test.each([
    [403, "Forbidden"],
    [500, ""],
    [304, ""],
  ])("status %i", async (status, statusText) => {
    const message = await errorOf(() => new Response(null, { status, statusText }));
    expect(message).toContain(`got ${status}`);
  });

  test("a page in place of a file", async () => {
    const headers = { "content-type": "text/html; charset=utf-8" };
    expect(await errorOf(() => new Response("<html>", { headers }))).toContain("got an HTML page");
  });

  test("no connection", async () => {
    const answer = () => Promise.reject(new TypeError("fetch failed"));
    expect(await errorOf(answer)).toContain("got TypeError: fetch failed");
  });

  test("a connection that breaks in the middle", async () => {
    expect(await errorOf(() => new Response(body(3, { breaks: true })))).toContain("terminated");
  });

  test("too large, as announced: nothing is read", async () => {
    let cancelled = false;
    const stream = body(1, { onCancel: () => (cancelled = true) });
    const headers = { "content-length": "1000000000000" };
    const message = await errorOf(() => new Response(stream, { headers }));
    expect(message).toContain("at most 2147483648 bytes, got 1000000000000");
    expect(cancelled).toBe(true);
  });

  test.each([[{}], [{ "content-length": "5" }]])(
    "too large, not as announced (%j): reading stops",
    async (headers) => {
      let cancelled = false;
      const stream = body(1e9, { onCancel: () => (cancelled = true) });
      const message = await errorOf(() => new Response(stream, { headers }), { maxBytes: 95 });
      expect(message).toContain("at most 95 bytes, got more");
      expect(cancelled).toBe(true);
    },
  );

  test("exactly at the limit is no error", async () => {
    expect(await read(() => new Response(body(3)), { maxBytes: 30 })).toHaveLength(30);
    const headers = { "content-length": "30" };
    expect(await read(() => new Response(body(3), { headers }), { maxBytes: 30 })).toHaveLength(30);
    const data = urlStorage({ "a.txt": "data:,abcd" });
    expect(await data.read("a.txt", 4)).toEqual(new TextEncoder().encode("abcd"));
    await expect(data.read("a.txt", 3)).rejects.toThrow("at most 3 bytes, got 4");
  });

  test("a reader's own limit counts too", async () => {
    const storage = urlStorage("https://example.org", {
      fetch: async () => new Response(body(3)),
    });
    await expect(storage.read("config.json", 29)).rejects.toThrow("at most 29 bytes");
  });

  test("writing", async () => {
    const storage = urlStorage("https://example.org");
    await expect(storage.write("config.json", new Uint8Array(1))).rejects.toThrow(
      /must be writable/,
    );
    await expect(storage.remove("config.json")).rejects.toThrow(CheckpointError);
  });
});

describe("progress", () => {
  async function progressOf(headers: Record<string, string>): Promise<DownloadProgress[]> {
    const told: DownloadProgress[] = [];
    await read(() => new Response(body(2), { headers }), { onProgress: (each) => told.push(each) });
    return told;
  }
  const name = "model.safetensors";

  test("is told piece by piece", async () => {
    expect(await progressOf({ "content-length": "20" })).toEqual([
      { name, bytes: 10, total: 20 },
      { name, bytes: 20, total: 20 },
    ]);
  });

  test("has no total where the server says none, or that of something else", async () => {
    const unknown = { name, bytes: 20, total: undefined };
    expect((await progressOf({}))[1]).toEqual(unknown);
    expect((await progressOf({ "content-length": "8" }))[1]).toEqual(unknown);
    expect((await progressOf({ "content-length": "30", "content-encoding": "gzip" }))[1]).toEqual(
      unknown,
    );
  });
});

test("a cancelled read rejects with the reason", async () => {
  const controller = new AbortController();
  const fetch = async (_: string, { signal }: { signal?: AbortSignal }) => {
    expect(signal).toBe(controller.signal);
    controller.abort(new Error("stopped by the user"));
    throw new DOMException("aborted", "AbortError");
  };
  const reading = read(() => new Response(""), { fetch, signal: controller.signal });
  await expect(reading).rejects.toThrow("stopped by the user");
});
