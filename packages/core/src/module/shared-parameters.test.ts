import {
  mean,
  type Scalar,
  square,
  type Tensor,
  tensor2d,
  tidy,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import { ElmanCell } from "../cells/elman-cell.ts";
import { Dense } from "../layers/dense.ts";
import { Optimizer } from "../optimizers/optimizer.ts";
import { sgd } from "../optimizers/sgd.ts";
import { Rng } from "../random/rng.ts";
import { Sequence } from "../sequence/sequence.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { MODEL_WEIGHTS } from "../storage/model-files.ts";
import { parseSafetensors } from "../storage/safetensors.ts";
import { writeSafetensors } from "../storage/safetensors-writer.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { CHECKPOINT_FILE } from "../trainer/checkpoint.ts";
import { trainStep } from "../trainer/train-step.ts";
import { Trainer } from "../trainer/trainer.ts";
import { Model } from "./model.ts";
import { joinParameters } from "./module.ts";

beforeAll(async () => {
  await useBackend(plainBackend);
  await loadGradients();
});

const dense = (seed: number) =>
  new Dense({ inputSize: 3, outputSize: 3, bias: false, rng: Rng.fromSeed(seed) });

/** One layer under two names. */
function makeTied(seed = 1) {
  const layer = dense(seed);
  return new Model({ encoder: layer, decoder: layer });
}

const makeApart = () => new Model({ encoder: dense(2), decoder: dense(3) });

const x = () => tensor2d([1, 2, 3, -1, 0, 2], [2, 3]);
const lossOf = ({ layers }: ReturnType<typeof makeTied>) =>
  mean(square(layers.decoder.forward(layers.encoder.forward(x()))));
const values = (tensor: Tensor) => Array.from(tensor.dataSync());

describe("a shared parameter is one parameter", () => {
  test("it stands once among the parameters, and is counted and freed once", async () => {
    await expectTensors(0, () => {
      const model = makeTied();
      expect(Object.keys(model.parameters)).toEqual(["encoder.weight"]);
      expect(model.aliases).toEqual({ "decoder.weight": "encoder.weight" });
      expect(model.parameterCount).toBe(9);
      const outer = new Model({ inner: model, again: model.layers.encoder });
      expect(Object.keys(outer.parameters)).toEqual(["inner.encoder.weight"]);
      expect(outer.aliases).toEqual({
        "inner.decoder.weight": "inner.encoder.weight",
        "again.weight": "inner.encoder.weight",
      });
      expect(Object.keys(joinParameters({ a: model, b: model }))).toEqual(["a.encoder.weight"]);
      model.dispose();
    });
  });

  test("a cell that stands in two places of a sequence is one, too", () => {
    const cell = new ElmanCell({ inputSize: 2, hiddenSize: 2, rng: Rng.fromSeed(1) });
    const rnn = new Sequence({ inputSize: 2, numLayers: 2, cell: () => cell });
    const model = new Model({ rnn });
    expect(Object.keys(model.parameters)).toHaveLength(4);
    expect(model.aliases["rnn.weight_ih_l1"]).toBe("rnn.weight_ih_l0");
    expect(model.parameterCount).toBe(12);
    model.dispose();
  });

  test("it is updated once by its whole gradient, which is in the norm once", async () => {
    const model = makeTied();
    const { weight } = model.layers.encoder;
    const before = values(weight);
    const gradient = tidy(() => {
      const { grads } = variableGrads(() => lossOf(model) as Scalar, [weight]);
      return values(grads[weight.name] as Tensor);
    });
    const optimizer = new Optimizer(sgd({ learningRate: 0.1 }), model.parameters);
    expect(Object.keys(optimizer.state)).toEqual(["encoder.weight.velocity"]);
    const { gradNorm } = await trainStep({ model, optimizer, loss: () => lossOf(model) });
    expect(gradNorm).toBeCloseTo(Math.hypot(...gradient), 4);
    values(weight).forEach((value, i) => {
      expect(value).toBeCloseTo((before[i] as number) - 0.1 * (gradient[i] as number), 5);
    });
    optimizer.dispose();
    model.dispose();
  });

  test("an optimizer of parameters named by hand has one memory of it", () => {
    const { weight } = dense(1);
    const optimizer = new Optimizer(sgd({ learningRate: 0.1 }), { a: weight, b: weight });
    expect(Object.keys(optimizer.state)).toEqual(["a.velocity"]);
    optimizer.dispose();
    weight.dispose();
  });

  test("a checkpoint holds it once, and is resumed", async () => {
    const storage = memoryStorage();
    const train = async (epochs: number) => {
      const model = makeTied();
      const loss = () => lossOf(model);
      const trainer = new Trainer({ model, loss, optimizer: sgd({ learningRate: 0.1 }), seed: 1 });
      const data = { size: 1, batch: () => ({}) };
      await trainer.fit({ data, epochs, batchSize: 1, checkpoint: { storage }, resume: true });
      const bits = values(model.layers.decoder.weight);
      trainer.dispose();
      model.dispose();
      return bits;
    };
    const first = await train(2);
    const bytes = (await storage.read(CHECKPOINT_FILE)) as Uint8Array;
    expect([...parseSafetensors(bytes, "it").tensors.keys()]).toEqual([
      "model.encoder.weight",
      "optimizer.encoder.weight.velocity",
    ]);
    const longer = await train(3);
    expect(longer).not.toEqual(first);
    await storage.remove(CHECKPOINT_FILE);
    expect(await train(3)).toEqual(longer);
  });
});

describe("files of shared parameters", () => {
  const shape = [3, 3];
  const data = (first: number) => Float32Array.from({ length: 9 }, (_, i) => first + i);
  async function load(
    model: Model,
    tensors: Record<string, Float32Array>,
    metadata: Record<string, string> = {},
  ): Promise<number[]> {
    const storage = memoryStorage();
    const entries = Object.entries(tensors).map(
      ([name, each]) => [name, { shape, data: each }] as const,
    );
    await storage.write(MODEL_WEIGHTS, writeSafetensors(new Map(entries), metadata));
    try {
      await model.load(storage);
      return Object.values(model.parameters).map((value) => value.dataSync()[0] as number);
    } finally {
      model.dispose();
    }
  }

  test("are written once, with the other name in the metadata, and come back", async () => {
    const storage = memoryStorage();
    const model = makeTied();
    await model.save(storage, { metadata: { format: "pt", author: "a" } });
    const bytes = (await storage.read(MODEL_WEIGHTS)) as Uint8Array;
    const { tensors, metadata } = parseSafetensors(bytes, "it");
    expect([...tensors.keys()]).toEqual(["encoder.weight"]);
    expect(metadata).toEqual({ format: "pt", author: "a", "decoder.weight": "encoder.weight" });
    const [other, apart] = [makeTied(5), makeApart()];
    await other.load(storage);
    await apart.load(storage);
    const expected = values(model.layers.encoder.weight);
    for (const { layers } of [other, apart]) {
      expect(values(layers.encoder.weight)).toEqual(expected);
      expect(values(layers.decoder.weight)).toEqual(expected);
    }
    for (const each of [model, other, apart]) each.dispose();
  });

  test("load under either name, or under both with the same values", async () => {
    expect(await load(makeTied(), { "encoder.weight": data(1) })).toEqual([1]);
    expect(await load(makeTied(), { "decoder.weight": data(2) })).toEqual([2]);
    expect(
      await load(makeTied(), { "encoder.weight": data(3), "decoder.weight": data(3) }),
    ).toEqual([3]);
    await expect(
      load(makeTied(), { "encoder.weight": data(3), "decoder.weight": data(4) }),
    ).rejects.toThrow(
      'memory:model.safetensors: tensor "decoder.weight" must equal "encoder.weight", since both are one parameter',
    );
  });

  test("two of them stay apart", async () => {
    const [one, other] = [dense(1), dense(2)];
    const model = new Model({ a: one, b: one, c: other, d: other });
    const names = { "a.weight": 1, "b.weight": 1, "c.weight": 2, "d.weight": 2 };
    const tensors = Object.entries(names).map(([name, value]) => [name, data(value)]);
    expect(await load(model, Object.fromEntries(tensors))).toEqual([1, 2]);
  });

  test("a name that the metadata gives for another loads, wherever it is missing", async () => {
    const other = { "decoder.weight": "encoder.weight" };
    expect(await load(makeApart(), { "encoder.weight": data(1) }, other)).toEqual([1, 1]);
    const kept = { "decoder.weight": "shared", "encoder.weight": "shared" };
    await expect(load(makeApart(), { shared: data(1) }, kept)).rejects.toThrow(
      '1 unexpected ("shared")',
    );
    // Metadata are any texts: those that name no tensor mean nothing.
    const note = { "decoder.weight": "see the paper" };
    await expect(load(makeApart(), { "encoder.weight": data(1) }, note)).rejects.toThrow(
      '1 missing ("decoder.weight")',
    );
  });
});
