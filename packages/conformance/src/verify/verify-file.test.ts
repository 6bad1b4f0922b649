import { memory } from "@tensorflow/tfjs-core";
import { DataError, useBackend } from "@unroll/core";
import { beforeAll, expect, test } from "vitest";
import { goldenFile } from "../goldens/golden-files.ts";
import { verifyFile } from "./index.ts";

beforeAll(() =>
  useBackend({
    name: "cpu",
    kernels: [],
    start: async () => {
      await import("@tensorflow/tfjs-backend-cpu");
    },
  }),
);

// biome-ignore lint/suspicious/noExplicitAny: these tests reach anywhere into a file
type Json = any;

/** A golden file, to be changed. */
async function copy(name: string): Promise<Json> {
  return structuredClone(await goldenFile(`pytorch/${name}.json`));
}

test("says case, backend, errors and whether it passes", async () => {
  const result = await verifyFile(await copy("lstm_lengths"), "a.json");
  expect(Object.keys(result)).toEqual(["case", "backend", "maxAbsError", "maxRelError", "pass"]);
  expect(result).toMatchObject({ case: "lstm_lengths", backend: "cpu", pass: true });
  expect(result.maxAbsError).toBeLessThan(1e-5);
});

test("takes the file's name where the file has no case", async () => {
  const json = await copy("rnn_basic");
  delete json.case;
  expect(await verifyFile(json, "a.json")).toMatchObject({ case: "a.json", pass: true });
});

test("needs no more than weights, x and one output", async () => {
  const { options, inputs, weights, outputs } = await copy("gru_two_layers_bidirectional");
  const { kind, inputSize, hiddenSize, numLayers, bidirectional } = options;
  const json = {
    options: { kind, inputSize, hiddenSize, numLayers, bidirectional },
    inputs,
    weights,
    outputs: { h_n: outputs.h_n },
  };
  expect(await verifyFile(json, "a.json")).toMatchObject({ pass: true });
});

test.each([
  ["lstm_basic", ["outputs", "y", "data"]],
  ["lstm_basic", ["outputs", "c_n", "data"]],
  ["lstm_basic", ["grads", "x", "data"]],
  ["lstm_basic", ["grads", "weight_hh_l0", "data"]],
  ["lstm_basic", ["lossWeights", "y", "data"]],
  ["lstm_basic", ["weights", "bias_hh_l0", "data"]],
  ["lstm_lengths", ["options", "lengths"]],
  ["cross_entropy", ["grads", "logits", "data"]],
  ["cross_entropy", ["ignoredGrads", "logits", "data"]],
  ["train_adam", ["losses"]],
  ["train_adam", ["gradNorms"]],
  ["train_rmsprop", ["finalWeights", "head.weight", "data"]],
])("%s fails when one of %j is wrong", async (name, path) => {
  const json = await copy(name);
  const values = path.reduce((inner, key) => inner[key], json);
  values[1] = values[1] === 7 ? 6 : values[1] + 2e-3;
  expect(await verifyFile(json, name)).toMatchObject({ pass: false });
});

test.each([
  ["options", { momentum: 0, nesterov: false, weight_decay: 0 }],
  ["gradNorms", undefined],
  ["finalWeights", undefined],
])("a training run may have other %s", async (key, value) => {
  const json = await copy("train_sgd_momentum");
  json[key] = value && { ...json[key], ...value };
  const { pass } = await verifyFile(json, "a.json");
  expect(pass).toBe(value === undefined); // another momentum, another run
});

test.each<[string, string, (json: Json) => unknown, string]>([
  ["a list", "rnn_basic", () => [], "the file must hold options.kind"],
  ["something else", "rnn_basic", () => ({ a: 1 }), "got a. Compare"],
  [
    "an unknown kind",
    "rnn_basic",
    set("options.kind", "mgu"),
    'options.kind must be ("rnn" | "lstm" | "gru"), got "mgu"',
  ],
  ["no weights", "rnn_basic", set("weights", undefined), "weights must be Object, got undefined"],
  [
    "too few values",
    "rnn_basic",
    set("inputs.x.data", [1, 2]),
    "inputs.x must hold as many values as its shape [3,5,4] says, got 2",
  ],
  [
    "a text for a number",
    "rnn_basic",
    set("inputs.x.data.3", "1"),
    'inputs.x.data.3 must be number, got "1"',
  ],
  [
    "a number that is not finite",
    "rnn_basic",
    set("inputs.x.data.3", Number.POSITIVE_INFINITY),
    "inputs.x.data.3 must be finite, got Infinity",
  ],
  [
    "a wrong size",
    "rnn_basic",
    set("options.inputSize", 5),
    "weights.weight_ih_l0 must be of shape [6,5], got [6,4]",
  ],
  [
    "x of another shape",
    "rnn_basic",
    set("inputs.x", { shape: [1, 2], data: [1, 2] }),
    "inputs.x must be of shape [batch, time, 4], got [1,2]",
  ],
  [
    "more layers than weights",
    "rnn_basic",
    set("options.numLayers", 1e9),
    "options.numLayers must be at most 1, got 1000000000",
  ],
  [
    "a weight too many",
    "rnn_basic",
    set("weights.extra", { shape: [1], data: [1] }),
    "weights must be named bias_hh_l0, bias_ih_l0, weight_hh_l0, weight_ih_l0, got bias_hh_l0",
  ],
  [
    "an output of another shape",
    "rnn_basic",
    set("outputs.h_n", { shape: [1], data: [1] }),
    "outputs.h_n must be of shape [1,3,6], got [1]",
  ],
  ["an unknown output", "rnn_basic", set("outputs.z", { shape: [1], data: [1] }), "outputs"],
  [
    "c_n of a GRU",
    "gru_basic",
    set("outputs.c_n", { shape: [1], data: [1] }),
    "outputs must be some of y,h_n, got c_n",
  ],
  [
    "lengths beyond time",
    "rnn_lengths",
    set("options.lengths", [8, 1, 1, 1]),
    "options.lengths must be 4 numbers from 0 to 7, got [8,1,1,1]",
  ],
  [
    "gradients without a loss",
    "rnn_basic",
    set("lossWeights", undefined),
    "lossWeights must be there, since grads are, got nothing",
  ],
  ["dropout", "rnn_basic", set("options.dropout", 0.5), "options.dropout must be 0, got 0.5"],
  [
    "a target beyond the classes",
    "cross_entropy",
    set("targets.0", 5),
    "targets must be 6 numbers below 5",
  ],
  [
    "an unknown optimizer",
    "train_adam",
    set("options.optimizer", "Lion"),
    "options.optimizer must be",
  ],
  [
    "an option core has not",
    "train_rmsprop",
    set("options.centered", true),
    "options.centered must be false, got true",
  ],
  ["a learning rate of 0", "train_adam", set("options.lr", 0), "options.lr must be >0, got 0"],
  [
    "a momentum above 1",
    "train_sgd_momentum",
    set("options.momentum", 2),
    "options: sgd: momentum must be from 0 to below 1, got 2",
  ],
  [
    "norms of fewer steps",
    "train_adam",
    set("gradNorms", [1]),
    "gradNorms must be 25 numbers, one a loss, got 1",
  ],
])("%s is a DataError that says where, and leaks nothing", async (_, name, change, message) => {
  const json = change(await copy(name));
  const before = memory();
  const error = await verifyFile(json, "a.json").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataError);
  expect((error as DataError).message).toContain("a.json: ");
  expect((error as DataError).message).toContain(message);
  expect(memory().numTensors).toBe(before.numTensors);
});

/** A change of the value at a dotted path. */
function set(path: string, value: unknown) {
  return (json: Json) => {
    const keys = path.split(".");
    const last = keys.pop() as string;
    keys.reduce((inner, key) => inner[key], json)[last] = value;
    return json;
  };
}
