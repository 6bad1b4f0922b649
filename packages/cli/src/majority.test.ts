import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory } from "@tensorflow/tfjs-core";
import { cpu } from "@unroll/backend-cpu";
import { memoryStorage, Rng, useBackend } from "@unroll/core";
import { dataFile, evaluate, pipeline, train } from "@unroll/tasks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { runCommandLine } from "./command-line.ts";
import { majority } from "./testing/majority/task.ts";

const tasks = { majority: { load: async () => majority } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-majority-"));
  await writeFile(join(folder, "numbers.txt"), lines(400, 1).join("\n"));
  await writeFile(join(folder, "other.txt"), lines(60, 2).join("\n"));
  await useBackend(cpu());
});
afterAll(() => rm(folder, { recursive: true }));

/** Sequences of an odd number of small numbers. */
function lines(count: number, seed: number): string[] {
  const rng = Rng.fromSeed(seed);
  const number = () => (rng.nextInt(2) === 0 ? -1 : 1) * (1 + rng.nextInt(3));
  return Array.from({ length: count }, () =>
    Array.from({ length: 3 + 2 * rng.nextInt(3) }, number).join(" "),
  );
}

const written = { stdout: "", stderr: "" };
beforeEach(() => {
  for (const name of ["stdout", "stderr"] as const) {
    written[name] = "";
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += text;
      return true;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

/** Runs the command line in this process, in the folder, on cpu. */
async function unroll(...args: string[]): Promise<string> {
  vi.stubEnv("INIT_CWD", folder);
  written.stdout = "";
  written.stderr = "";
  const code = await runCommandLine(args, tasks);
  vi.unstubAllEnvs();
  expect({ code, stderr: code === 0 ? "" : written.stderr }).toEqual({ code: 0, stderr: "" });
  return written.stdout;
}

const trainingOf = (out: string) =>
  ["train", "majority", "--data", "numbers.txt", "--backend", "cpu", "--epochs", "12"].concat([
    "--out",
    out,
  ]);

test("a task in one file of 150 lines at most is on the command line", async () => {
  const source = readFileSync(new URL("./testing/majority/task.ts", import.meta.url), "utf8");
  expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(150);

  expect(await unroll("tasks")).toBe(
    'majority\n  says whether most of some numbers are above 0\n  unroll run majority "1 -2 3"\n',
  );
  expect(await unroll(...trainingOf("model"), "--hidden-size", "6")).toMatch(
    /model: accuracy [01]\.\d{4} on 80 dev sequences, best at step \d+\n$/,
  );
  expect(written.stderr).toMatch(/^step 60: loss \d\.\d{4}, accuracy [01]\.\d{4} on dev/m);
  expect(written.stderr).toMatch(/^try: unroll run majority --model model "1 -2 3"\n$/m);
  const card = await readFile(join(folder, "model/README.md"), "utf8");
  expect(card).toMatch(
    /# Majority model\n\nA GRU for the task `majority`, .*\| Hidden \| 6 \|.*\| Training sequences \| 320 \|/s,
  );
  expect(card).toMatch(
    /\| Split \| Sequences \| Accuracy \|\n\|---\|---\|---\|\n\| dev \| 80 \| [01]\.\d{4} \|/,
  );

  const judged = await unroll(
    ..."eval majority --data other.txt --model model --backend cpu --json".split(" "),
  );
  const { accuracy, ...rest } = JSON.parse(judged);
  expect(rest).toEqual({
    task: "majority",
    split: "all",
    sequences: 60,
    seconds: expect.any(Number),
  });
  expect(accuracy).toBeGreaterThan(0.9);

  const asked = ["run", "majority", "--model", "model", "--backend", "cpu"];
  expect(await unroll(...asked, "3 -1 2", "-1,-1,2")).toBe("positive\t3 -1 2\nnegative\t-1,-1,2\n");
  expect(await unroll(...asked, "--json", "1 1 -1")).toBe(
    '{"numbers":[1,1,-1],"label":"positive"}\n',
  );
});

test("it resumes to the same bits, and leaves no tensor behind", async () => {
  const file = dataFile("numbers.txt", lines(100, 3).join("\n"));
  const data = await majority.read(file, { seed: 0 });
  const bits = async (options: object) => {
    const before = memory().numTensors;
    const trained = await train(majority, {
      data,
      recipe: { epochs: 2, batchSize: 16 },
      ...options,
    });
    const { figures } = await evaluate(trained.pipeline, data.dev);
    const saved = memoryStorage();
    await trained.pipeline.save(saved);
    trained.pipeline.dispose();
    const loaded = await pipeline(majority, { model: saved });
    expect((await evaluate(loaded, data.dev)).figures).toEqual(figures);
    loaded.dispose();
    await expect(loaded.run([[1]])).rejects.toThrow(/must not be disposed/);
    expect(memory().numTensors).toBe(before);
    return saved.read("model.safetensors");
  };
  const whole = await bits({});
  const storage = memoryStorage();
  const controller = new AbortController();
  const on = { step: ({ step }: { step: number }) => step === 3 && controller.abort() };
  await bits({ storage, signal: controller.signal, on });
  expect(await bits({ storage, resume: true })).toEqual(whole);
});
