import { expect, test } from "vitest";
import { newest } from "./newest.ts";

/** Work that goes on until it is let go. */
function heldWork() {
  const log: string[] = [];
  const release: Record<string, () => void> = {};
  const work = async (signal: AbortSignal, name: string) => {
    log.push(`begin ${name}`);
    await new Promise<void>((resolve) => {
      release[name] = resolve;
    });
    log.push(`${signal.aborted ? "abort" : "end"} ${name}`);
    signal.throwIfAborted();
    return name;
  };
  return { log, release, work };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

test("a new call aborts the one before, and those in between never begin", async () => {
  const { log, release, work } = heldWork();
  const call = newest(new AbortController().signal, work);
  const calls = [call("a")];
  await turn();
  calls.push(call("b"), call("c"));
  await turn();
  expect(log).toEqual(["begin a"]); // one at a time
  release.a?.();
  await turn();
  release.c?.();
  expect(await Promise.all(calls)).toEqual([undefined, undefined, "c"]);
  expect(log).toEqual(["begin a", "abort a", "begin c", "end c"]);
});

test("what fails says so, unless a newer call came", async () => {
  const call = newest(new AbortController().signal, async (_, message: string) => {
    throw new Error(message);
  });
  const first = call("old");
  const second = call("new");
  expect(await first).toBeUndefined();
  await expect(second).rejects.toThrow("new");
  await expect(call("after a failure")).rejects.toThrow("after a failure");
});

test("the last one ends with the page", async () => {
  const { log, release, work } = heldWork();
  const page = new AbortController();
  const call = newest(page.signal, work);
  const running = call("a");
  await turn();
  page.abort();
  release.a?.();
  expect(await running).toBeUndefined();
  expect(await call("b")).toBeUndefined();
  expect(log).toEqual(["begin a", "abort a"]);
});
