import { type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { Dense } from "../layers/dense.ts";
import { Rng } from "../random/rng.ts";
import { lstm } from "../sequence/factories.ts";
import { memoryStorage } from "../storage/memory-storage.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { Model } from "./model.ts";

beforeAll(() => useBackend(plainBackend));

function make(rng: Rng | null, hiddenSize = 3) {
  return new Model({
    rnn: lstm({ inputSize: 2, hiddenSize, bidirectional: true, rng: rng?.fold("rnn") ?? null }),
    head: new Dense({ inputSize: 2 * hiddenSize, outputSize: 2, rng: rng?.fold("head") ?? null }),
  });
}

const bits = (model: Model) =>
  Object.entries(model.parameters).map(
    ([name, value]) => `${name} ${(value as Tensor).dataSync()}`,
  );

test("parameters are named as PyTorch names them, and come back bit for bit", async () => {
  const model = make(Rng.fromSeed(1));
  expect(Object.keys(model.parameters)).toEqual([
    ...["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((name) => `rnn.${name}_l0`),
    ...["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((name) => `rnn.${name}_l0_reverse`),
    "head.weight",
    "head.bias",
  ]);
  expect(model.parameterCount).toBe(2 * (12 * 2 + 12 * 3 + 24) + 14);
  const storage = memoryStorage();
  await expectTensors(0, () => model.save(storage));
  const other = make(null);
  await expectTensors(0, () => other.load(storage));
  expect(bits(other)).toEqual(bits(model));
  await expectTensors(-10, () => model.dispose());
  other.dispose();
});

test("a file that does not fit leaves the model as it was", async () => {
  const storage = memoryStorage();
  const [small, large] = [make(Rng.fromSeed(1)), make(Rng.fromSeed(1), 4)];
  await large.save(storage);
  const before = bits(small);
  await expect(small.load(storage)).rejects.toThrow(
    /memory:model\.safetensors: .*of another shape/,
  );
  small.layers.head.weight.assign(tensor2d(new Float32Array(12), [2, 6]));
  expect(bits(small)).not.toEqual(before);
  await expect(small.load(memoryStorage())).rejects.toThrow("the file must be there, got none");
  small.dispose();
  large.dispose();
});

describe("a file of another model", () => {
  /** A safetensors file, from the bytes of each tensor. */
  function fileOf(tensors: Record<string, [dtype: string, shape: number[], ArrayBufferView]>) {
    const header: Record<string, object> = {};
    const parts: Uint8Array[] = [];
    let end = 0;
    for (const [name, [dtype, shape, { buffer, byteOffset, byteLength }]] of Object.entries(
      tensors,
    )) {
      header[name] = { dtype, shape, data_offsets: [end, end + byteLength] };
      parts.push(new Uint8Array(buffer, byteOffset, byteLength));
      end += byteLength;
    }
    const json = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    return new Uint8Array(Buffer.concat([length, json, ...parts]));
  }
  const head = () => {
    const dense = new Dense({ inputSize: 2, outputSize: 2, rng: Rng.fromSeed(1) });
    return { dense, model: new Model({ head: dense }) };
  };
  const values = ({ dense }: ReturnType<typeof head>) =>
    [dense.weight, dense.bias].map((value) => [...(value?.dataSync() ?? [])]);
  const weight = (...all: number[]) => Float64Array.from(all);

  // As PyTorch writes a module with batch normalization, trained in double precision.
  const pytorch = () =>
    fileOf({
      "net.fc.weight": ["F64", [2, 2], weight(1, 2, 3, 0.1)],
      "net.fc.bias": ["BF16", [2], Uint16Array.of(0x3f80, 0xc000)],
      "net.norm.num_batches_tracked": ["I64", [], BigInt64Array.of(2n ** 40n)],
      "net.norm.scale": ["F8_E4M3", [4], new Uint8Array(4)],
      "other.weight": ["F32", [1], new Float32Array(1)],
    });
  const rename = (name: string) => name.replace("fc.", "head.");

  test("loads by prefix and renaming; what nobody asked for is reported, whatever its dtype", async () => {
    const one = head();
    await expectTensors(0, async () =>
      expect(await one.model.load(pytorch(), { prefix: "net.", rename, strict: false })).toEqual({
        loaded: ["head.weight", "head.bias"],
        missing: [],
        unexpected: ["norm.num_batches_tracked", "norm.scale"],
      }),
    );
    expect(values(one)).toEqual([
      [1, 2, 3, Math.fround(0.1)],
      [1, -2],
    ]);
    one.model.dispose();
  });

  test("with strict, what is left must be left on purpose", async () => {
    const one = head();
    const before = values(one);
    await expect(one.model.load(pytorch(), { prefix: "net.", rename })).rejects.toThrow(
      'got 2 unexpected ("norm.num_batches_tracked", "norm.scale")',
    );
    expect(values(one)).toEqual(before);
    const fcAlone = (name: string) => (name.startsWith("norm.") ? undefined : rename(name));
    const { unexpected } = await one.model.load(pytorch(), { prefix: "net.", rename: fcAlone });
    expect(unexpected).toEqual([]);
    one.model.dispose();
  });

  test.each([
    ["I64", BigInt64Array.of(-3n, 4n), [-3, 4]],
    ["U8", Uint8Array.of(0, 255), [0, 255]],
    ["I8", Int8Array.of(-128, 127), [-128, 127]],
    ["BOOL", Uint8Array.of(1, 0), [1, 0]],
    ["F16", Uint16Array.of(0x3c00, 0xc000), [1, -2]],
  ])("%s becomes float32 where a parameter needs it", async (dtype, bytes, expected) => {
    const one = head();
    const file = fileOf({ "head.bias": [dtype, [2], bytes] });
    const { missing } = await one.model.load(file, { strict: false });
    expect(missing).toEqual(["head.weight"]);
    expect(values(one)[1]).toEqual(expected);
    one.model.dispose();
  });

  test("one that cannot be read, or does not fit, changes nothing", async () => {
    const one = head();
    const before = values(one);
    const load = (second: [string, number[], ArrayBufferView]) =>
      one.model.load(
        fileOf({ "head.weight": ["F32", [2, 2], new Float32Array(4)], "head.bias": second }),
      );
    await expect(load(["F8_E4M3", [2], new Uint8Array(2)])).rejects.toThrow(
      /tensor "head\.bias" .*: the dtype must be one of F64, .*, got "F8_E4M3"\. .* leave it out/,
    );
    await expect(load(["I64", [2], BigInt64Array.of(1n, 2n ** 31n)])).rejects.toThrow(
      "got 2147483648 at index 1",
    );
    const tensors = new Map([
      ["head.weight", { shape: [2, 2], data: new Float32Array(4) }],
      ["head.bias", { shape: [2], data: new Float32Array(3) }],
    ]);
    await expect(one.model.load({ tensors, where: "mine.npz" })).rejects.toThrow(
      'mine.npz: tensor "head.bias" must have as many values as shape [2], got 3',
    );
    await expect(one.model.load(pytorch(), { strict: false })).rejects.toThrow("got 2 missing");
    expect(values(one)).toEqual(before);
    one.model.dispose();
  });
});
