// Runs before every test file, in Node and in the browser: a test that prints fails.
// To test a text that is printed, replace the function: vi.spyOn(console, "log").mockImplementation(...)
import { env } from "@tensorflow/tfjs-core";
import { afterEach, expect } from "vitest";

// tfjs' cpu backend greets in Node ("Hi, looks like you are running TensorFlow.js in ..."), but not
// in production. IS_TEST would silence it too, but its leak check refuses what gradients save.
env().set("PROD", true);

/** @type {string[]} */
let printed = [];

for (const name of /** @type {const} */ (["log", "info", "warn", "error", "debug", "trace"])) {
  /** @param {unknown[]} args */
  console[name] = (...args) => {
    printed.push(`console.${name}: ${args.map(String).join(" ")}`);
  };
}

// Lines from loading the test file count for its first test.
afterEach(() => {
  const lines = printed;
  printed = [];
  expect(lines, "a test must print nothing").toEqual([]);
});
