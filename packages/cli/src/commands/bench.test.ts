import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCommand, type TestCommand } from "../testing/command.ts";

let command: TestCommand;
const bench = (args: string) => command.run(["bench", ...args.split(" ")], { cwd: tmpdir() });

beforeAll(async () => {
  command = await buildCommand("bench");
});
afterAll(() => command.dispose());

test("--json prints an object for each mode and backend", async () => {
  const { code, stdout, stderr } = await bench("--backends cpu --cases gru/2x4x3x5 --json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const row = (mode: string) => ({
    case: "gru/2x4x3x5",
    mode,
    backend: "cpu",
    ms: expect.any(Number),
    ratio: 1,
    spread: expect.any(Number),
    samples: expect.any(Number),
  });
  const rows = stdout.trimEnd().split("\n");
  expect(rows.map((line) => JSON.parse(line))).toEqual([row("inference"), row("training")]);
  expect(JSON.parse(rows[0] as string).samples).toBeGreaterThanOrEqual(15);
});

test("without it, a line for people; each backend is compared with the slowest", async () => {
  const { code, stdout, stderr } = await bench("--backends cpu,cpu --cases lstm/1x1x3x5");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.match(/times as fast/g)).toHaveLength(1);
  expect(stdout).toMatch(
    /^(lstm\/1x1x3x5 {2}step {7}cpu +[\d.]+ ms( {2}[\d.]+ times as fast as cpu)?\n){2}$/,
  );
});

describe("wrong usage ends with 2", () => {
  test.each<[string, RegExp]>([
    ["--backends abacus", /Each must be one of .*cpu.*, got "abacus"/],
    ["--cases lstm/2x3", /Each must be a case such as lstm\/32x100x64x128, got "lstm\/2x3"/],
    ["--cases lstm/0x1x1x1", /got "lstm\/0x1x1x1"/],
  ])("unroll bench %s", async (args, message) => {
    const { code, stdout, stderr } = await bench(args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
