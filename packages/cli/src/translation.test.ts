import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  buildCommand,
  type CommandOptions,
  finished,
  type TestCommand,
} from "./testing/command.ts";
import { tinyTranslation, writeTinyPairs } from "./testing/tiny-pairs.ts";

/** Brings every kind of state that a checkpoint has to keep. */
const stateful = { dropout: 0.1, subwordDropout: 0.1, averaging: 0.9 };

let folder: string;
let command: TestCommand;

/** Words of the command line; those in quotes are one. */
const wordsOf = (line: string) =>
  Array.from(line.matchAll(/"([^"]*)"|(\S+)/gu), ([, quoted, word]) => quoted ?? word ?? "");
const unroll = (line: string, options?: CommandOptions) =>
  command.run(wordsOf(line), { cwd: folder, ...options });
const weights = (out: string) => readFile(join(folder, out, "model.safetensors"));
const config = async (out: string) =>
  JSON.parse(await readFile(join(folder, out, "config.json"), "utf8"));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-translation-"));
  await writeTinyPairs(join(folder, "pairs"));
  await writeFile(join(folder, "recipe.json"), JSON.stringify(tinyTranslation));
  await writeFile(
    join(folder, "short.json"),
    JSON.stringify({ ...tinyTranslation, ...stateful, epochs: 2 }),
  );
  command = await buildCommand("translation");
  const trained = await unroll("train translation --data pairs --out model --recipe recipe.json");
  expect(trained).toMatchObject({ code: 0 });
  expect(trained.stdout).toMatch(
    /model: BLEU 100\.00, chrF2 100\.00, .*perplexity \d\.\d{3} on 6 dev sentences, best at step \d+\n$/,
  );
  expect(trained.stderr).toMatch(/^try: unroll run translation --model model "How are you\?"\n$/m);
});
afterAll(async () => {
  command.dispose();
  await rm(folder, { recursive: true });
});

describe("train", () => {
  const train = (data: string, out: string, more = "") =>
    unroll(`train translation --data ${data} --out ${out} --recipe short.json --seed 4${more}`);

  test("two files whose lines belong together and a packed table of the same pairs train alike", async () => {
    for (const [data, out] of [
      ["pairs/train.en", "aligned"],
      ["pairs/en-de.tsv.gz", "table"],
    ] as const) {
      expect(await train(data, out)).toMatchObject({ code: 0 });
    }
    expect(await config("aligned")).toMatchObject({ source: "en", target: "de" });
    expect(await weights("table")).toEqual(await weights("aligned"));
  });

  test("--source and --target say which way round, also in the model card's command", async () => {
    const trained = await train("pairs/train.en", "back", " --source de --target en --epochs 1");
    expect(trained).toMatchObject({ code: 0 });
    expect(await config("back")).toMatchObject({ source: "de", target: "en" });
    const card = await readFile(join(folder, "back/README.md"), "utf8");
    expect(card).toContain("# Translation from German to English\n");
    expect(card).toMatch(
      /unroll train translation --data pairs\/train\.en --out back .*--source de --target en/,
    );
    // A model is judged the way round it was trained.
    const judged = await unroll("eval translation --data pairs --model back --json");
    expect(JSON.parse(judged.stdout)).toMatchObject({ sentences: 18 });
  });

  test("killed and resumed, the weights are the same bits", async () => {
    const args =
      "train translation --data pairs --recipe short.json --seed 4 --checkpoint-every 3 --out";
    const child = command.start(wordsOf(`${args} killed --json`), { cwd: folder });
    let written = "";
    child.stdout.on("data", (data) => {
      written += data;
      if (written.split('"event":"step"').length > 8) child.kill("SIGKILL");
    });
    await finished(child);
    expect(await unroll(`${args} killed --resume`)).toMatchObject({ code: 0 });
    expect(await unroll(`${args} whole`)).toMatchObject({ code: 0 });
    expect(await weights("killed")).toEqual(await weights("whole"));
  });

  test("files of unlike length are refused, and both counts named", async () => {
    await writeFile(join(folder, "uneven.en"), "I see.\nI buy.\nI see.\n");
    await writeFile(join(folder, "uneven.de"), "ich sehe.\nich kaufe.\n");
    const { code, stdout, stderr } = await train("uneven.en", "uneven");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /uneven\.en: the file must have as many lines as .*uneven\.de, got 3 and 2\./,
    );
  });

  test("its help has the languages, and says what data are", async () => {
    const { code, stdout } = await unroll("train translation --help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/--source <value> +the language that is read \(default: en\)/);
    expect(stdout).toMatch(/--target <value> +the language that is written \(default: de\)/);
    expect(stdout).toMatch(/--data <path> +a data set: sentence pairs: a folder/);
  });
});

describe("eval", () => {
  test("--json prints one object", async () => {
    const { code, stdout, stderr } = await unroll(
      "eval translation --data pairs --model model --json",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const figures = JSON.parse(stdout);
    const number = expect.any(Number);
    expect(figures).toMatchObject({
      task: "translation",
      split: "test",
      sentences: 18,
      bleu: 100,
      chrf: 100,
      perplexity: number,
      seconds: number,
      sentencesPerSecond: number,
      tokensPerSecond: number,
    });
    expect(figures.tokensPerSecond).toBeGreaterThan(figures.sentencesPerSecond);
  });

  test("without it, lines for people", async () => {
    const { stdout } = await unroll("eval translation --data pairs/dev.de --model model");
    expect(stdout).toMatch(
      /^6 sentences \(all\) in .* s\nBLEU +100\.00\nchrF2 +100\.00\n.*perplexity +\d\.\d{3}\n$/s,
    );
  });
});

describe("run", () => {
  test("as many lines come out as went in, in their order", async () => {
    const lines = ["I see dogs.", "", "  ", "I buy trees. I see cats.", "", "?"];
    const input = Array.from({ length: 25 }, () => `${lines.join("\r\n")}\r\n`).join("");
    const { code, stdout } = await unroll("run translation --model model", { input });
    expect(code).toBe(0);
    const answers = stdout.split("\n").slice(0, -1);
    expect(answers).toHaveLength(25 * lines.length);
    answers.forEach((answer, i) => {
      const line = lines[i % lines.length] as string;
      if (line.trim() === "") expect(answer).toBe("");
      else expect(answer).toBe(answers[i % lines.length]);
    });
    expect(answers[0]).toBe("Hunde sehe ich.");
    expect(answers[3]).toBe("Bäume kaufe ich. Katzen sehe ich.");
  });

  test("texts of the command line, as JSON with what was asked; lines of a text stay", async () => {
    const { stdout } = await command.run(
      ["run", "translation", "--model", "model", "--json", "I see dogs.\n\nI buy cats."],
      { cwd: folder },
    );
    expect(JSON.parse(stdout)).toEqual({
      text: "I see dogs.\n\nI buy cats.",
      translationText: "Hunde sehe ich.\n\nKatzen kaufe ich.",
    });
  });

  test("takes how to search as options, which its help shows", async () => {
    const cut = await unroll('run translation --model model --max-length 2 "I see dogs."');
    expect(cut).toMatchObject({ code: 0, stdout: "Hunde sehe\n" });
    const { stdout } = await unroll("run translation --help");
    for (const option of ["num-beams", "length-penalty", "no-repeat-ngram-size", "seed", "top-p"]) {
      expect(stdout).toMatch(new RegExp(`^ +--${option} <value> +\\S`, "m"));
    }
    expect(stdout).toMatch(/unroll run translation "How are you\?"\n$/);
  });
});

describe("exit codes", () => {
  test.each<[number, string, RegExp]>([
    [2, "run translation --model model --num-beams 0 x", /'0' is invalid.*>=1.*0/is],
    [2, "run translation --model model --top-p 2 x", /'2' is invalid.*<=1.*2/is],
    [2, "train translation --data pairs --out x --source 1", /a language tag such as en or pt-BR/],
    [
      1,
      "eval translation --data pairs --model pairs",
      /pairs\/config\.json: the file must be there/,
    ],
    [1, "eval translation --data fr --model model", /fr: it must be a file or a folder of data/],
    [
      1,
      "train translation --data pairs --out x --target fr",
      /must hold pairs of en and fr for "train"/,
    ],
    [1, "run sentiment --model model x", /config\.json.*"task".*sentiment-analysis.*translation/],
  ])("%i: unroll %s", async (expected, line, message) => {
    const { code, stdout, stderr } = await unroll(line);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
  });
});
