// Files written by the reference implementation, safetensors 0.8.0 with numpy 2.4.6, by this program:
//
//     def spec(array, dtype=None):
//         return TensorSpec(dtype=dtype or array.dtype.name, shape=array.shape,
//                           data_ptr=array.ctypes.data, data_len=array.nbytes)
//     arrays = {
//         "lstm.weight_ih_l0": np.array([[1, -2.5, 0.1], [np.inf, -0.0, 3e38]], "<f4"),
//         "half": np.array([1, -2, 65504, 6e-8, 0.1], "<f2"),
//         "double": np.array([[0.1], [-1e300]], "<f8"),
//         "long": np.array(-7, "<i8"),
//         "int": np.array([-(2**31), 2**31 - 1], "<i4"),
//         "short": np.array([-32768, 32767], "<i2"),
//         "byte": np.array([-128, 127, 5], "<i1"),
//         "uint": np.array([2**32 - 1], "<u4"),
//         "ushort": np.array([65535], "<u2"),
//         "ubyte": np.array([0, 255], "<u1"),
//         "bool": np.array([True, False]),
//         "empty": np.zeros((2, 0, 3), "<f4"),
//         "größe ✓": np.array([4], "<f4"),
//     }
//     brain = np.array([0x3F80, 0xC049, 0x7F80], "<u2")
//     EVERY_DTYPE = serialize({**{k: spec(a) for k, a in arrays.items()},
//                              "brain": spec(brain, "bfloat16")}, {"format": "pt"})
//     WRITTEN = save({"b.weight": np.array([[1, 2], [3, 4]], "<f4"),
//                     "a.bias": np.array([0.5, -0.5], "<f4"), "ids": np.array([1, -1, 7], "<i4"),
//                     "mask": np.array([1, 0, 1], "<u1")}, {"format": "pt"})
//     HALVES = save({"w": np.array(VALUES, "<f4").astype("<f2")})

import { expect, test } from "vitest";
import { parseSafetensors } from "./safetensors.ts";
import { type TensorToStore, writeSafetensors } from "./safetensors-writer.ts";

const EVERY_DTYPE =
  "cAMAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJsb25nIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOl" +
  "tdLCJkYXRhX29mZnNldHMiOlswLDhdfSwiZG91YmxlIjp7ImR0eXBlIjoiRjY0Iiwic2hhcGUiOlsyLDFdLCJkYXRhX29m" +
  "ZnNldHMiOls4LDI0XX0sImVtcHR5Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDAsM10sImRhdGFfb2Zmc2V0cyI6Wz" +
  "I0LDI0XX0sImdyw7bDn2Ug4pyTIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMjQsMjhd" +
  "fSwibHN0bS53ZWlnaHRfaWhfbDAiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzI4LD" +
  "UyXX0sInVpbnQiOnsiZHR5cGUiOiJVMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls1Miw1Nl19LCJpbnQiOnsi" +
  "ZHR5cGUiOiJJMzIiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOls1Niw2NF19LCJicmFpbiI6eyJkdHlwZSI6IkJGMT" +
  "YiLCJzaGFwZSI6WzNdLCJkYXRhX29mZnNldHMiOls2NCw3MF19LCJoYWxmIjp7ImR0eXBlIjoiRjE2Iiwic2hhcGUiOls1" +
  "XSwiZGF0YV9vZmZzZXRzIjpbNzAsODBdfSwidXNob3J0Ijp7ImR0eXBlIjoiVTE2Iiwic2hhcGUiOlsxXSwiZGF0YV9vZm" +
  "ZzZXRzIjpbODAsODJdfSwic2hvcnQiOnsiZHR5cGUiOiJJMTYiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOls4Miw4" +
  "Nl19LCJieXRlIjp7ImR0eXBlIjoiSTgiLCJzaGFwZSI6WzNdLCJkYXRhX29mZnNldHMiOls4Niw4OV19LCJ1Ynl0ZSI6ey" +
  "JkdHlwZSI6IlU4Iiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbODksOTFdfSwiYm9vbCI6eyJkdHlwZSI6IkJPT0wi" +
  "LCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOls5MSw5M119fSAgICAg+f////////+amZmZmZm5P5x1AIg85Df+AACAQA" +
  "AAgD8AACDAzczMPQAAgH8AAACA5rFhf/////8AAACA////f4A/ScCAfwA8AMD/ewEAZi7//wCA/3+AfwUA/wEA";

const WRITTEN =
  "EAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJhLmJpYXMiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZS" +
  "I6WzJdLCJkYXRhX29mZnNldHMiOlswLDhdfSwiYi53ZWlnaHQiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsMl0sImRh" +
  "dGFfb2Zmc2V0cyI6WzgsMjRdfSwiaWRzIjp7ImR0eXBlIjoiSTMyIiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMj" +
  "QsMzZdfSwibWFzayI6eyJkdHlwZSI6IlU4Iiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMzYsMzldfX0gICAgIAAA" +
  "AD8AAAC/AACAPwAAAEAAAEBAAACAQAEAAAD/////BwAAAAEAAQ==";

const HALVES =
  "OAAAAAAAAAB7InciOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzhdLCJkYXRhX29mZnNldHMiOlswLDE2XX19IGYuADwCPA" +
  "AAAgD/e6iAAHw=";

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

test("a file with every dtype reads as numpy wrote it", () => {
  const { tensors, metadata } = parseSafetensors(fromBase64(EVERY_DTYPE), "every.safetensors");
  expect(metadata).toEqual({ format: "pt" });
  expect(Object.fromEntries(tensors)).toEqual({
    "lstm.weight_ih_l0": {
      dtype: "F32",
      shape: [2, 3],
      data: Float32Array.of(1, -2.5, 0.1, Number.POSITIVE_INFINITY, -0, 3e38),
    },
    // 6e-8 lies nearest to 2^-24, the smallest float16.
    half: {
      dtype: "F16",
      shape: [5],
      data: Float32Array.of(1, -2, 65504, 2 ** -24, 0.0999755859375),
    },
    brain: {
      dtype: "BF16",
      shape: [3],
      data: Float32Array.of(1, -3.140625, Number.POSITIVE_INFINITY),
    },
    double: { dtype: "F64", shape: [2, 1], data: Float64Array.of(0.1, -1e300) },
    long: { dtype: "I64", shape: [], data: Int32Array.of(-7) },
    int: { dtype: "I32", shape: [2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
    short: { dtype: "I16", shape: [2], data: Int16Array.of(-32768, 32767) },
    byte: { dtype: "I8", shape: [3], data: Int8Array.of(-128, 127, 5) },
    uint: { dtype: "U32", shape: [1], data: Uint32Array.of(2 ** 32 - 1) },
    ushort: { dtype: "U16", shape: [1], data: Uint16Array.of(65535) },
    ubyte: { dtype: "U8", shape: [2], data: Uint8Array.of(0, 255) },
    bool: { dtype: "BOOL", shape: [2], data: Uint8Array.of(1, 0) },
    empty: { dtype: "F32", shape: [2, 0, 3], data: new Float32Array(0) },
    "größe ✓": { dtype: "F32", shape: [1], data: Float32Array.of(4) },
  });
});

test("the same tensors give the reference's bytes", () => {
  const tensors = new Map<string, TensorToStore>([
    ["mask", { shape: [3], data: Uint8Array.of(1, 0, 1) }],
    ["ids", { shape: [3], data: Int32Array.of(1, -1, 7) }],
    ["b.weight", { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
    ["a.bias", { shape: [2], data: Float32Array.of(0.5, -0.5) }],
  ]);
  expect(writeSafetensors(tensors, { format: "pt" })).toEqual(fromBase64(WRITTEN));
});

test("float32 rounds to float16 as numpy does", () => {
  const data = Float32Array.of(
    0.1,
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
    2 ** -25,
    3 * 2 ** -25,
    65519.99,
    -1e-5,
    Number.POSITIVE_INFINITY,
  );
  const bytes = writeSafetensors(new Map([["w", { shape: [8], data }]]), {}, { dtype: "F16" });
  expect(bytes).toEqual(fromBase64(HALVES));
});
