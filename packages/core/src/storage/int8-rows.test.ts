import fc from "fast-check";
import { expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { loadStateDict } from "./load-state-dict.ts";
import { parseSafetensors } from "./safetensors.ts";
import { type TensorToStore, writeSafetensors } from "./safetensors-writer.ts";

const write = (tensors: Record<string, TensorToStore>) =>
  writeSafetensors(new Map(Object.entries(tensors)), {}, { dtype: "I8" });
const read = async (bytes: Uint8Array, name: string) => [
  ...((await loadStateDict(bytes)).tensors.get(name)?.data ?? []),
];

test("a matrix takes a byte a value and a scale a row; a vector stays as it is", async () => {
  const weight = { shape: [2, 3], data: Float32Array.of(1.27, -0.5, 0, 254, 2, -254) };
  const bias = { shape: [2], data: Float32Array.of(0.123, 4) };
  const bytes = write({ weight, bias });
  const { tensors } = parseSafetensors(bytes, "file");
  expect(tensors.get("weight")).toMatchObject({ dtype: "I8", shape: [2, 3] });
  expect([...(tensors.get("weight")?.data ?? [])]).toEqual([127, -50, 0, 127, 1, -127]);
  expect(tensors.get("weight_scale")).toMatchObject({ dtype: "F32", shape: [2, 1] });
  expect(tensors.get("bias")).toMatchObject({ dtype: "F32", data: bias.data });
  const dict = await loadStateDict(bytes);
  expect([...dict.tensors.keys()].sort()).toEqual(["bias", "weight"]);
  const values = await read(bytes, "weight");
  [1.27, -0.5, 0, 254, 2, -254].forEach((value, i) => {
    expect(values[i]).toBeCloseTo(value, 5);
  });
});

test("a value is off by half a step of its row at most", async () => {
  const rows = fc.array(
    fc.array(fc.float({ noNaN: true, min: -1000, max: 1000 }), { minLength: 4, maxLength: 4 }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  await fc.assert(
    fc.asyncProperty(rows, async (matrix) => {
      const data = Float32Array.from(matrix.flat());
      const values = await read(write({ x: { shape: [matrix.length, 4], data } }), "x");
      matrix.forEach((row, r) => {
        const step = Math.max(...row.map(Math.abs)) / 127;
        row.forEach((value, c) => {
          const off = Math.abs((values[4 * r + c] as number) - value);
          expect(off).toBeLessThanOrEqual(step * 0.5001 + 1e-38);
        });
      });
    }),
  );
});

test("what cannot be stored so is refused", () => {
  const x = { shape: [1, 2], data: Float32Array.of(1, Number.NaN) };
  expect(() => write({ x })).toThrow('tensor "x" must have finite values for I8');
  const fine = { shape: [1, 1], data: Float32Array.of(1) };
  expect(() => write({ x: fine, x_scale: fine })).toThrow(CheckpointError);
});

test("scales that do not fit are an error; bytes without scales are bytes", async () => {
  const codes = { shape: [2, 1], data: Int8Array.of(1, 2) };
  const file = (tensors: Record<string, TensorToStore>) =>
    writeSafetensors(new Map(Object.entries(tensors)));
  expect(await read(file({ x: codes }), "x")).toEqual([1, 2]);
  const scales = { shape: [1, 1], data: Float32Array.of(1) };
  await expect(loadStateDict(file({ x: codes, x_scale: scales }))).rejects.toThrow(
    'the bytes: tensor "x_scale" must be F32 of shape [2,1], a scale for each row of "x", got "F32" [1,1].',
  );
  const integers = { shape: [2, 1], data: Int32Array.of(1, 1) };
  await expect(loadStateDict(file({ x: codes, x_scale: integers }))).rejects.toThrow('got "I32"');
});
