import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

test("without options: all backends, the default cases", () => {
  expect(readOptions([])).toEqual({
    backends: ["cpu", "wasm"],
    peers: undefined,
    cases: undefined,
    modes: undefined,
    browser: false,
    nodeCurrent: false,
    heap: false,
    profile: false,
    json: undefined,
    svg: undefined,
  });
});

test("lists are separated by commas", () => {
  const args = "--backends wasm --peers pytorch,tfjs --modes step --node current --json x.json";
  expect(readOptions(args.split(" "))).toMatchObject({
    backends: ["wasm"],
    peers: ["pytorch", "tfjs"],
    modes: ["step"],
    nodeCurrent: true,
    json: "x.json",
  });
});

test.each([
  ["--backends abacus", '--backends: a name must be one of cpu, wasm, got "abacus"'],
  ["--peers abacus", "--peers: a name must be one of tfjs, "],
  ["--modes fast", "--modes: a name must be one of inference, "],
  ["--fast", "Unknown option '--fast'"],
  ["--heap --browser", "--heap: it must go without --browser"],
  ["--node 18", '--node: a name must be one of current, got "18"'],
])("%s is refused", (args, message) => {
  expect(() => readOptions(args.split(" "))).toThrow(message);
});
