import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCommand, type CommandOptions, type TestCommand } from "./testing/command.ts";
import { tinyRecipe, writeTinyData } from "./testing/tiny-data.ts";

const golden = fileURLToPath(new URL("../../conformance/golden/pytorch/", import.meta.url));

let folder: string;
let command: TestCommand;
const unroll = (args: string, options?: CommandOptions) =>
  command.run(args.split(" "), { cwd: folder, ...options });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-cli-"));
  await writeTinyData(join(folder, "data"));
  await writeFile(join(folder, "recipe.json"), JSON.stringify(tinyRecipe));
  command = await buildCommand("commands");
  const trained = await unroll(
    "train sentiment --data data --out model --recipe recipe.json --json",
  );
  expect(trained).toMatchObject({ code: 0, stderr: "" });
});
afterAll(async () => {
  command.dispose();
  await rm(folder, { recursive: true });
});

const lines = (text: string) => text.trimEnd().split("\n");
const objects = (text: string) => lines(text).map((line) => JSON.parse(line));

test("--help and --version print to standard output", async () => {
  expect(await unroll("--version")).toEqual({ code: 0, stdout: "0.0.0\n", stderr: "" });
  const help = await unroll("--help");
  expect(help).toMatchObject({ code: 0, stderr: "" });
  for (const name of ["train", "eval", "run", "tasks", "verify"]) {
    expect(help.stdout).toMatch(new RegExp(`^  ${name} `, "m"));
  }
});

describe("wrong usage ends with 2, and standard output stays empty", () => {
  test.each<[string, RegExp]>([
    ["", /Usage: unroll/],
    ["fly", /unknown command 'fly'/],
    ["train", /required option '--data <path>'/],
    ["train sentiment --data data", /required option '--out <dir>'/],
    [
      "train flying --data data --out x",
      /'flying' is invalid for argument 'task'. Allowed choices are sentiment, sentiment-analysis/,
    ],
    ["train sentiment --data data --out x --fast", /unknown option '--fast'/],
    ["train sentiment --data data --out x --seed 1.5", /It must be an integer from 0, got "1.5"/],
    ["train sentiment --data data --out x --epochs 0", /It must be an integer from 1, got "0"/],
    ["train sentiment --data data --out x --backend abacus", /one of wasm, cpu, got "abacus"/],
    ["eval sentiment --data data --split some", /Allowed choices are train, dev, test/],
    ["eval flying --data data", /Allowed choices are sentiment, sentiment-analysis/],
    ["run", /missing required argument 'task'/],
    ["verify", /missing required argument 'files'/],
    ["verify x.json --backend abacus", /one of wasm, cpu, got "abacus"/],
  ])("unroll %s", async (args, message) => {
    const { code, stdout, stderr } = await command.run(args === "" ? [] : args.split(" "), {
      cwd: folder,
    });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("what fails ends with 1 and says why, without a stack", () => {
  test.each<[string, RegExp]>([
    [
      "eval sentiment --data nowhere --model model",
      /nowhere: it must be a file or a folder of data/,
    ],
    [
      "eval sentiment --data data --model nowhere",
      /nowhere\/config.json: the file must be there, got none/,
    ],
    ["run sentiment --model data good", /data\/config.json: the file must be there/],
    [
      "train sentiment --data data/test.tsv --out x --recipe nowhere.json",
      /--recipe: .*nowhere.json/,
    ],
  ])("unroll %s", async (args, message) => {
    const { code, stdout, stderr } = await unroll(args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });
});

describe("eval", () => {
  test("--json prints one object", async () => {
    const { code, stdout, stderr } = await unroll(
      "eval sentiment --data data --model model --json",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(objects(stdout)).toEqual([
      {
        task: "sentiment-analysis",
        split: "test",
        texts: 30,
        accuracy: expect.any(Number),
        macroF1: expect.any(Number),
        seconds: expect.any(Number),
        confusion: { negative: expect.any(Object), positive: expect.any(Object) },
      },
    ]);
    expect(objects(stdout)[0].accuracy).toBeGreaterThan(0.9);
  });

  test("without it, a table for people; paths are relative to INIT_CWD", async () => {
    const env = { INIT_CWD: folder };
    const { code, stdout, stderr } = await unroll(
      "eval sentiment --data data/dev.tsv --model model",
      {
        cwd: tmpdir(),
        env,
      },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^40 texts \(all\) in .* s\naccuracy {2}\d\.\d{4}\nmacro-F1 {2}\d\.\d{4}\n/,
    );
    expect(stdout).toMatch(/negative +positive/);
  });
});

describe("run", () => {
  test("texts of the command line", async () => {
    const { stdout } = await command.run(
      ["run", "sentiment", "--model", "model", "A GOOD film", "", "so\tbad\n"],
      { cwd: folder },
    );
    expect(lines(stdout).map((line) => line.replace(/0\.\d{4}/, "p"))).toEqual([
      "positive\tp\tA GOOD film",
      expect.stringMatching(/^\w+\tp\t$/),
      "negative\tp\tso bad",
    ]);
  });

  test("lines of standard input, each as JSON", async () => {
    const input = `${"good film\n".repeat(200)}bad\r\n\n"quoted" 👍`;
    const { stdout } = await unroll("run sentiment --model model --json", { input });
    const answers = objects(stdout);
    expect(answers).toHaveLength(203);
    expect(answers[0]).toEqual({ text: "good film", label: "positive", score: expect.any(Number) });
    expect(answers.slice(200).map(({ text }) => text)).toEqual(["bad", "", '"quoted" 👍']);
  });

  test("each line is answered when it comes, and a closed pipe ends it quietly", async () => {
    const child = command.start(["run", "sentiment", "--model", "model"], { cwd: folder });
    let stderr = "";
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.stdin.on("error", () => {}); // it may be gone before the last line is written
    const answer = new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdin.write("good\n");
    expect(String(await answer)).toMatch(/^positive\t0\.\d{4}\tgood\n$/);
    const closed = new Promise((resolve) => child.on("close", resolve));
    child.stdout.destroy();
    child.stdin.write("bad\n");
    expect(await closed).toBe(0);
    expect(stderr).toBe("");
  });
});

test("run takes the options of its task, and its help shows them", async () => {
  const { stdout } = await unroll("run sentiment --model model --top-k 2 --json good");
  expect(objects(stdout)).toEqual([
    {
      text: "good",
      answers: [
        { label: "positive", score: expect.any(Number) },
        { label: "negative", score: expect.any(Number) },
      ],
    },
  ]);
  const wrong = await unroll("run sentiment --model model --top-k none good");
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  expect(wrong.stderr).toMatch(/'none' is invalid.*expected number/is);
  const help = await unroll("run sentiment --help");
  expect(help.stdout).toMatch(/--top-k <value> +answer with the best few labels/);
  expect(help.stdout).toMatch(/unroll run sentiment "That movie is awful"\n$/);
});

test("tasks lists what can be trained and run", async () => {
  const { stdout } = await unroll("tasks --json");
  expect(objects(stdout)).toEqual([
    {
      task: "sentiment-analysis",
      alias: "sentiment",
      summary: expect.stringMatching(/^says how a text is meant/),
      example: 'unroll run sentiment "That movie is awful"',
    },
    {
      task: "translation",
      summary: "says a text in another language",
      example: 'unroll run translation "How are you?"',
    },
  ]);
});

describe("verify", () => {
  test("golden files pass, one object for each", async () => {
    const files = ["lstm_basic", "gru_lengths", "train_adam", "cross_entropy"];
    const { code, stdout } = await command.run([
      "verify",
      "--json",
      ...files.map((name) => `${golden}${name}.json`),
    ]);
    expect(code).toBe(0);
    const results = objects(stdout);
    expect(results.map((result) => result.case)).toEqual(files);
    for (const result of results) {
      expect(result).toEqual({
        case: expect.any(String),
        backend: "wasm",
        maxAbsError: expect.any(Number),
        maxRelError: expect.any(Number),
        pass: true,
      });
    }
  });

  test("a wrong number fails, and so does a file that is none; the others are still compared", async () => {
    const json = JSON.parse(await readFile(`${golden}lstm_basic.json`, "utf8"));
    json.outputs.y.data[3] += 0.01;
    await writeFile(join(folder, "wrong.json"), JSON.stringify(json));
    await writeFile(join(folder, "none.json"), "{}");
    const { code, stdout, stderr } = await unroll(
      `verify none.json wrong.json ${golden}gru_basic.json`,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/none: the file must hold/);
    expect(lines(stdout)).toEqual([
      expect.stringMatching(/^FAIL {2}lstm_basic on wasm: absolute 1\.0e-2/),
      expect.stringMatching(/^pass {2}gru_basic on wasm/),
      "1 of 3 passed",
    ]);
    const asJson = await unroll("verify none.json wrong.json --json");
    expect(objects(asJson.stdout)).toEqual([
      {
        case: "none",
        backend: "wasm",
        maxAbsError: null,
        maxRelError: null,
        pass: false,
        error: expect.any(String),
      },
      expect.objectContaining({ case: "lstm_basic", pass: false }),
    ]);
  });
});
