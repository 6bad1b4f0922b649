import { expect, test } from "vitest";
import { CheckpointError, ShapeError } from "../errors.ts";
import { parseSafetensors } from "./safetensors.ts";
import { type TensorToStore, writeSafetensors } from "./safetensors-writer.ts";

const one = (data: TensorToStore["data"], shape: readonly number[] = [data.length]) =>
  new Map([["w", { shape, data }]]);

test("data begin at a multiple of 8, whatever the length of the header", () => {
  for (let length = 1; length <= 16; length++) {
    const bytes = writeSafetensors(
      new Map([["n".repeat(length), { shape: [1], data: Float32Array.of(1) }]]),
    );
    expect((bytes.length - 4) % 8).toBe(0);
  }
});

test("a view of a larger buffer is written, not the buffer", () => {
  const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  expect(parseSafetensors(writeSafetensors(one(data)), "m").tensors.get("w")?.data).toEqual(
    Float32Array.of(2, 3),
  );
});

test("F16 halves the floats and leaves the integers", () => {
  const tensors = new Map<string, TensorToStore>([
    ["f", { shape: [2], data: Float32Array.of(0.1, -70000 / 2) }],
    ["i", { shape: [1], data: Int32Array.of(70001) }],
  ]);
  const read = parseSafetensors(writeSafetensors(tensors, {}, { dtype: "F16" }), "m").tensors;
  expect(read.get("f")).toMatchObject({
    dtype: "F16",
    data: Float32Array.of(0.0999755859375, -35008),
  });
  expect(read.get("i")).toMatchObject({ dtype: "I32", data: Int32Array.of(70001) });
});

test("a finite value that float16 would make infinite is refused", () => {
  expect(() => writeSafetensors(one(Float32Array.of(65519, 65520)), {}, { dtype: "F16" })).toThrow(
    /tensor "w" must have values below 65520 for F16, got 65520 at index 1/,
  );
});

test.each([[[3]], [[2, 2]], [[-1, -2]], [[0.5, 4]], [[]], [[Number.NaN]]])(
  "shape %j for two values",
  (shape) => {
    expect(() => writeSafetensors(one(Float32Array.of(1, 2), shape))).toThrow(ShapeError);
  },
);

test.each(["__proto__", "__metadata__", "\ud800"])("the name %j", (name) => {
  const tensors = new Map([[name, { shape: [1], data: Float32Array.of(1) }]]);
  expect(() => writeSafetensors(tensors)).toThrow(CheckpointError);
  expect(() => writeSafetensors(new Map(), Object.fromEntries([[name, "x"]]))).toThrow(
    CheckpointError,
  );
});
