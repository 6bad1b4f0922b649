import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCommand, type CommandResult, finished, type TestCommand } from "./testing/command.ts";
import { tinyRecipe, writeTinyData } from "./testing/tiny-data.ts";

let folder: string;
let command: TestCommand;
let whole: CommandResult;
let uninterrupted: Buffer;

const train = (out: string, ...more: string[]) => [
  ..."train sentiment --data data --recipe recipe.json --seed 4 --checkpoint-every 3 --out".split(
    " ",
  ),
  out,
  ...more,
];
const unroll = (args: readonly string[]) => command.run(args, { cwd: folder });
const weights = (out: string) => readFile(join(folder, out, "model.safetensors"));

/** Starts a training, and does something to it when it has written so many steps. */
async function interrupt(out: string, steps: number, act: (pid: number) => void) {
  const child = command.start(train(out, "--json"), { cwd: folder });
  let written = "";
  let acted = false;
  child.stdout.on("data", (data) => {
    written += data;
    if (!acted && written.split('"event":"step"').length > steps) {
      acted = true;
      act(child.pid as number);
    }
  });
  return finished(child);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-train-"));
  await writeTinyData(join(folder, "data"));
  await writeFile(join(folder, "recipe.json"), JSON.stringify(tinyRecipe));
  command = await buildCommand("training");
  whole = await unroll(train("whole"));
  expect(whole).toMatchObject({ code: 0 });
  uninterrupted = await weights("whole");
});
afterAll(async () => {
  command.dispose();
  await rm(folder, { recursive: true });
});

test("it writes a whole model with its card; progress is on standard error", async () => {
  expect((await readdir(join(folder, "whole"))).sort()).toEqual([
    "README.md",
    "checkpoint.safetensors",
    "config.json",
    "model.safetensors",
    "tokenizer.json",
  ]);
  const card = await readFile(join(folder, "whole/README.md"), "utf8");
  expect(card).toContain(
    "unroll train sentiment --data data --out whole --recipe recipe.json --seed 4 --checkpoint-every 3\n",
  );
  expect(card).toMatch(/\| dev \| 40 \| \d\.\d{4} \| \d\.\d{4} \|/);
  const { stdout, stderr } = whole;
  expect(stdout).toMatch(
    /whole: accuracy \d\.\d{4}, macro-F1 \d\.\d{4} on 40 dev texts, best at step \d+\n$/,
  );
  expect(stderr).toMatch(/^step 10: loss \d\.\d+, accuracy \d\.\d+ on dev/m);
  expect(stderr).toMatch(/^try: unroll run sentiment --model whole "That movie is awful"\n$/m);
});

test.each([1, 23])(
  "killed after step %i and resumed, the weights are the same bits",
  async (steps) => {
    const out = `killed-${steps}`;
    await interrupt(out, steps, (pid) => process.kill(pid, "SIGKILL"));
    expect(await unroll(train(out, "--resume"))).toMatchObject({ code: 0 });
    expect(await weights(out)).toEqual(uninterrupted);
  },
);

test("Ctrl-C leaves a checkpoint and says how to go on", async () => {
  const { code, stdout, stderr } = await interrupt("stopped", 5, (pid) =>
    process.kill(pid, "SIGINT"),
  );
  expect(code).toBe(130);
  expect(stderr).toMatch(
    /Stopped after step \d+\. To go on: unroll train .*--out stopped .*--resume\n$/,
  );
  expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) as string).event).toBe("checkpoint");

  // Nothing is lost by forgetting --resume.
  const checkpoint = await readFile(join(folder, "stopped/checkpoint.safetensors"));
  const refused = await unroll(train("stopped"));
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/checkpoint.safetensors\. Add --resume/);
  expect(await readFile(join(folder, "stopped/checkpoint.safetensors"))).toEqual(checkpoint);

  // Other options are no continuation.
  const other = await unroll(train("stopped", "--resume", "--epochs", "4"));
  expect(other.code).toBe(1);
  expect(other.stderr).toMatch(/training.recipe.epochs must be 4 as in this training, got 5/);

  expect(await unroll(train("stopped", "--resume"))).toMatchObject({ code: 0 });
  expect(await weights("stopped")).toEqual(uninterrupted);
});

test("a finished training that is resumed stays as it is", async () => {
  const before = await Promise.all(
    ["README.md", "config.json", "model.safetensors"].map((name) =>
      readFile(join(folder, "whole", name)),
    ),
  );
  expect(await unroll(train("whole", "--resume"))).toMatchObject({ code: 0 });
  const after = await Promise.all(
    ["README.md", "config.json", "model.safetensors"].map((name) =>
      readFile(join(folder, "whole", name)),
    ),
  );
  expect(after).toEqual(before);
});

test("--resume never writes over a model without its checkpoint", async () => {
  await mkdir(join(folder, "alone"));
  await writeFile(join(folder, "alone/model.safetensors"), uninterrupted);
  const { code, stderr } = await unroll(train("alone", "--resume"));
  expect(code).toBe(2);
  expect(stderr).toMatch(/a checkpoint to go on from, got .*model.safetensors alone/);
});
