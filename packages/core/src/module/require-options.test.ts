import { memory, scalar } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import * as unroll from "../index.ts";
import { plainBackend } from "../testing/plain-backend.ts";

// As JavaScript calls it: no type stands in the way.
// biome-ignore lint/suspicious/noExplicitAny: what is tested is what the types forbid
const api = unroll as any;

beforeAll(() => unroll.useBackend(plainBackend));

const constructors = [
  ...["Dense", "Embedding", "Dropout", "Sequence", "Model", "Trainer"],
  ...["ElmanCell", "LstmCell", "GruCell", "PeepholeLstmCell", "ProjectedLstmCell"],
];
const functions = ["elman", "lstm", "gru", "peepholeLstm", "projectedLstm", "sgd"];

test.each(constructors)("new %s() without options says what to pass", (name) => {
  for (const [options, actual] of [
    [undefined, "undefined"],
    [null, "null"],
    [3, "3"],
  ] as const) {
    expect(() => new api[name](options)).toThrow(
      `${name}: options must be an object, got ${actual}. Pass such as { `,
    );
  }
  expect(() => new api[name]()).toThrow(unroll.ConfigError);
});

test.each(functions)("%s() without options says what to pass", (name) => {
  expect(() => api[name]()).toThrow(
    `${name}: options must be an object, got undefined. Pass such as { `,
  );
  expect(() => api[name]()).toThrow(unroll.ConfigError);
});

test("a model of something else than layers names it", () => {
  expect(() => new api.Model({ head: unroll.Dense })).toThrow(
    "Model: head must be a layer, an object with parameters, got ",
  );
});

function trainerOptions() {
  const rng = unroll.Rng.fromSeed(1);
  const head = new unroll.Dense({ inputSize: 2, outputSize: 1, rng });
  const loss = () => scalar(1);
  return { model: new unroll.Model({ head }), loss, optimizer: unroll.adam(), seed: 1 };
}

test.each([
  ["model", {}, "a Model, got {}"],
  ["loss", undefined, "a function of a batch, got undefined"],
  ["optimizer", unroll.adam, "an OptimizerRule, got the function adam"],
  ["seed", undefined, "an integer, got undefined"],
])("a trainer without %s says so when it is made", (what, value, message) => {
  expect(() => new api.Trainer({ ...trainerOptions(), [what]: value })).toThrow(
    `Trainer: ${what} must be ${message}. Pass such as `,
  );
});

test.each([
  [undefined, "options must be an object, got undefined"],
  [
    { epochs: 1, batchSize: 2 },
    "data must be a dataset, an object with size and batch(indices), got undefined",
  ],
  [
    { epochs: 1, batchSize: 2, data: [1] },
    "data must be a dataset, an object with size and batch(indices), got [1]",
  ],
  [
    { epochs: 1, data: { size: 4, batch() {} } },
    "batchSize must be a positive integer, got undefined. Pass how many examples make a batch",
  ],
])("fit and meanLoss with %o say what to pass", async (options, message) => {
  const trainer = new api.Trainer(trainerOptions());
  await expect(trainer.fit(options)).rejects.toThrow(`Trainer.fit: ${message}`);
  await expect(trainer.meanLoss(options)).rejects.toThrow(`Trainer.meanLoss: ${message}`);
});

test.each([1, undefined])("a loss of %s is named, not taken for a state", async (loss) => {
  const data = { size: 2, batch: () => ({}) };
  const trainer = new api.Trainer({ ...trainerOptions(), loss: () => loss });
  await expect(trainer.fit({ data, epochs: 1, batchSize: 2 })).rejects.toThrow(
    `Trainer.fit: the loss must be a tensor, or { loss, state } with ordered data, got ${loss}. `,
  );
});

test("a loss that does not depend on the model says so, and leaks nothing", async () => {
  const data = { size: 2, batch: () => ({}) };
  const trainer = new api.Trainer(trainerOptions());
  const fit = () => trainer.fit({ data, epochs: 1, batchSize: 2 });
  await expect(fit()).rejects.toThrow(
    "trainStep: the loss must depend on the model's parameters, got one that depends on none. ",
  );
  const before = memory().numTensors;
  await expect(fit()).rejects.toThrow(unroll.ConfigError);
  expect(memory().numTensors).toBe(before);
});

test("the path of a folder in place of a storage says what to pass", async () => {
  const { model } = trainerOptions();
  await expect(api.writeJson("model", "config.json", {})).rejects.toThrow(unroll.ConfigError);
  await expect(api.saveStateDict("model", {})).rejects.toThrow(unroll.ConfigError);
  await expect(api.Model.prototype.save.call(model, "model")).rejects.toThrow(
    'Model.save: storage must be a storage, got "model". Pass such as memoryStorage(), ' +
      'or directoryStorage("model") of @unroll/core/node.',
  );
  const data = { size: 2, batch: () => ({}) };
  const options = { data, epochs: 1, batchSize: 2, checkpoint: {} };
  await expect(new api.Trainer(trainerOptions()).fit(options)).rejects.toThrow(
    "Trainer.fit: checkpoint: storage must be a storage, got undefined. ",
  );
});

test("a state for no number of rows says what to pass", () => {
  const rnn = unroll.gru({ inputSize: 2, hiddenSize: 3, rng: null });
  expect(() => api.Sequence.prototype.zeroState.call(rnn)).toThrow(
    "Sequence.zeroState: batchSize must be a positive integer, got undefined. Pass how many rows x has.",
  );
});
