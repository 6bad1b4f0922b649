import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { parseSafetensors } from "./safetensors.ts";
import { type TensorToStore, writeSafetensors } from "./safetensors-writer.ts";

const seed = 20_251;

const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
const tensors: fc.Arbitrary<TensorToStore> = shapes.chain((shape) => {
  const length = shape.reduce((product, dimension) => product * dimension, 1);
  const exactly = { minLength: length, maxLength: length };
  return fc
    .oneof(fc.float32Array(exactly), fc.int32Array(exactly), fc.uint8Array(exactly))
    .map((data) => ({ shape, data }));
});
const names = fc
  .string({ unit: "binary", maxLength: 12 })
  .filter((name) => name !== "__metadata__" && name !== "__proto__");
const entries = fc.uniqueArray(fc.tuple(names, tensors), {
  maxLength: 5,
  selector: ([name]) => name,
});
const metadata = fc.dictionary(names, fc.string({ unit: "binary" }), { maxKeys: 3 });

describe("round trip", () => {
  test("what is written is read, bit for bit", () => {
    fc.assert(
      fc.property(entries, metadata, (written, notes) => {
        const file = parseSafetensors(writeSafetensors(new Map(written), notes), "m");
        expect({ ...file.metadata }).toEqual({ ...notes });
        expect(file.tensors.size).toBe(written.length);
        for (const [name, { shape, data }] of written) {
          const read = file.tensors.get(name);
          expect(read?.shape).toEqual(shape);
          expect(read?.data.constructor).toBe(data.constructor);
          expect(bytesOf(read?.data)).toEqual(bytesOf(data));
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  test("the order of the tensors does not matter", () => {
    fc.assert(
      fc.property(entries, metadata, (written, notes) => {
        const reversedNotes = Object.fromEntries(Object.entries(notes).reverse());
        expect(writeSafetensors(new Map([...written].reverse()), reversedNotes)).toEqual(
          writeSafetensors(new Map(written), notes),
        );
      }),
      { seed, numRuns: 50 },
    );
  });
});

describe("a damaged file parses or is a CheckpointError", () => {
  const whole = writeSafetensors(
    new Map<string, TensorToStore>([
      ["lstm.weight_ih_l0", { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
      ["embedding.ids", { shape: [3], data: Int32Array.of(1, 2, 3) }],
      ["größe", { shape: [], data: Uint8Array.of(7) }],
    ]),
    { format: "pt", "a\n": "b" },
  );

  test("cut off anywhere, it never parses", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseSafetensors(whole.slice(0, length), "m")).toThrow(CheckpointError);
    }
  });

  test("each byte, replaced by each value that means something", () => {
    const values = [0, 1, 0x22, 0x2c, 0x2d, 0x30, 0x39, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x80, 0xff];
    for (let position = 0; position < whole.length; position++) {
      for (const value of values) {
        const bytes = whole.slice();
        bytes[position] = value;
        parsesOrThrows(bytes);
      }
    }
  });

  test("random bytes replaced, inserted and cut out", () => {
    const edit = fc.record({
      position: fc.nat({ max: whole.length - 1 }),
      remove: fc.nat({ max: 8 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc
          .constantFrom(
            "{",
            "[",
            '"',
            ",",
            "-1",
            "1e9",
            "99999999999999999999",
            "null",
            '"__proto__":',
          )
          .map((text) => new TextEncoder().encode(text)),
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let bytes = [...whole];
        for (const { position, remove, insert } of edits) bytes.splice(position, remove, ...insert);
        // Often the header's length is right again, so that what is behind it is reached.
        parsesOrThrows(Uint8Array.from(bytes));
        bytes = bytes.slice(8);
        const end = bytes.indexOf(0x7d, bytes.length - 60) + 1;
        parsesOrThrows(Uint8Array.from([end & 255, end >> 8, 0, 0, 0, 0, 0, 0, ...bytes]));
      }),
      { seed, numRuns: 800 },
    );
  });
});

function parsesOrThrows(bytes: Uint8Array): void {
  let size = 0;
  try {
    for (const { data } of parseSafetensors(bytes, "m").tensors.values()) size += data.byteLength;
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
  }
  // F16 and BF16 double; nothing else grows.
  if (size > 2 * bytes.length) throw new Error(`${size} bytes of data from ${bytes.length}`);
}

function bytesOf(data: ArrayBufferView | undefined): Uint8Array | undefined {
  return data && new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
