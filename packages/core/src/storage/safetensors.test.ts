import { describe, expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { parseSafetensors } from "./safetensors.ts";

/** A file with this header and so many bytes of data. */
function file(header: string | Uint8Array, dataBytes = 0, length?: bigint): Uint8Array {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

/** A header with one tensor, "w", F32 [2] at the first 8 bytes of data, unless changed. */
function tensor(change: object = {}): string {
  return JSON.stringify({ w: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...change } });
}

function errorOf(bytes: Uint8Array): Error {
  try {
    parseSafetensors(bytes, "m.safetensors");
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError);
    const { message } = error as CheckpointError;
    expect(message).toMatch(/^m\.safetensors: .+ must be .+, got .+\. .+\.$/);
    return error as CheckpointError;
  }
  throw new Error("no error");
}

const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe("what parses", () => {
  test("an empty header, a padded one, one with white space before it", () => {
    for (const header of ["{}", "{}      ", " \n\t{ } \r\n"]) {
      expect(parseSafetensors(file(header), "m").tensors.size).toBe(0);
    }
  });

  test("tensors come in the order of their data, views of the file's bytes", () => {
    const header = `{"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]},${tensor({ shape: [], data_offsets: [0, 4] }).slice(1)}`;
    const bytes = file(header.padEnd(Math.ceil(header.length / 8) * 8), 6);
    const { tensors } = parseSafetensors(bytes, "m");
    expect([...tensors.keys()]).toEqual(["w", "b"]);
    expect(tensors.get("w")?.data.buffer).toBe(bytes.buffer);
  });

  test("data that are not aligned, in a Node Buffer that is not either", () => {
    const header =
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}';
    const bytes = file(header, 9);
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, 1.5, true);
    for (const shift of [0, 1, 2, 3]) {
      const buffer = Buffer.alloc(bytes.length + shift).subarray(shift);
      buffer.set(bytes);
      const data = parseSafetensors(buffer, "m").tensors.get("w")?.data;
      expect(data).toEqual(Float32Array.of(0, 1.5));
    }
  });

  test("keys that are not known, escapes, metadata null", () => {
    const header = `{"__metadata__":null,"\\u0077":{"new":[{"a":[1.5e3,-0,true,null,"\\""]}],"d\\u0074ype":"U8","shape":[],"data_offsets":[0,1]}}`;
    expect([...parseSafetensors(file(header, 1), "m").tensors.keys()]).toEqual(["w"]);
  });

  test("names of Object's own members", () => {
    const header = `{"__metadata__":{"constructor":"x"},${tensor().slice(1).replace('"w"', '"toString"')}`;
    const { tensors, metadata } = parseSafetensors(file(header, 8), "m");
    expect(tensors.get("toString")?.shape).toEqual([2]);
    expect(metadata).toEqual({ constructor: "x" });
  });

  test("I64 down to -2^31 and up to 2^31 - 1", () => {
    const bytes = file(tensor({ dtype: "I64", data_offsets: [0, 16] }), 16);
    const view = new DataView(bytes.buffer, bytes.length - 16);
    view.setBigInt64(0, -(2n ** 31n), true);
    view.setBigInt64(8, 2n ** 31n - 1n, true);
    const data = parseSafetensors(bytes, "m").tensors.get("w")?.data;
    expect(data).toEqual(Int32Array.of(-(2 ** 31), 2 ** 31 - 1));
    view.setBigInt64(8, 2n ** 31n, true);
    const { tensors } = parseSafetensors(bytes, "m.safetensors");
    expect(() => tensors.get("w")?.data).toThrow("got 2147483648 at index 1");
  });

  test.each([
    [
      "F8_E4M3",
      'must be one of F64, F32, F16, BF16, I64, I32, I16, I8, U32, U16, U8, BOOL, got "F8_E4M3"',
    ],
    ["toString", 'got "toString"'],
    ["\u001b[2J\u009b2J", '"\\u001b[2J\\u009b2J"'],
  ])("a tensor of dtype %j spoils nothing until its data are asked for", (dtype, message) => {
    const header = `${tensor({ dtype }).slice(0, -1)},"v":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}`;
    const { tensors } = parseSafetensors(file(header, 9), "m");
    expect(tensors.get("w")).toMatchObject({ dtype, shape: [2] });
    expect(() => tensors.get("w")?.data).toThrow(message);
    expect(tensors.get("v")?.data).toEqual(Uint8Array.of(0));
  });
});

describe("other kinds of file are named", () => {
  test.each([
    ["an empty file", ""],
    ["3 bytes", "abc"],
    ["a zip archive", "PK\x03\x04\0\0\b\b\0\0archive/data.pkl"],
    ["a Python pickle", "\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."],
    ["an HTML page", "<!DOCTYPE html>\n<html><body>Not found"],
    ["an HTML page", "\n <HTML>\n"],
    ["a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n"],
    ["an HDF5 file", "\x89HDF\r\n\x1a\n\0\0\0\0"],
    ["a GGUF file", "GGUF\x03\0\0\0\x01\0\0\0"],
    ["a NumPy array", "\x93NUMPY\x01\0v\0{'descr'"],
    ["a JSON file", '{"weight_map": {}}'],
    ["a gzip file", `\x1f\x8b\x08\0\0\0\0\0\0\x03${"abc".repeat(200_000)}`],
    ["an XML document", "<?xml version='1.0'?><Error>"],
  ])("%s", (kind, content) => {
    expect(errorOf(latin1(content)).message).toContain(`must be a safetensors file, got ${kind}`);
  });
});

describe("a file that lies", () => {
  test.each<[string, Uint8Array, string]>([
    ["no header", file("", 1), "got one whose byte 8 is not '{'"],
    [
      "a header of white space",
      file("  "),
      "the header (byte 10) must be an object, got the end of the header",
    ],
    [
      "header beyond the end",
      file(tensor(), 0, 1000n),
      "within the file, which ends at byte 62, got a length of 1000",
    ],
    [
      "header beyond the limit",
      file(tensor(), 0, 100_000_001n),
      "got one with a header of 100000001 bytes",
    ],
    ["header beyond 2^63", file(tensor(), 0, 2n ** 64n - 1n), "18446744073709551615 bytes"],
    ["header not an object", file(" []"), "the header (byte 9) must be an object, got '['"],
    ["header not JSON", file("{'w':1}"), "a key of the header (byte 9) must be a string, got '''"],
    ["header cut off", file('{"w"'), "must be ':', got the end of the header"],
    [
      "text after the header",
      file("{}x"),
      "what follows the header (byte 10) must be white space, got 'x'",
    ],
    ["NUL after the header", file("{}\0"), "got byte 0x00"],
    ["byte order mark", file("\ufeff{}"), "got one whose byte 8 is not"],
    ["comma at the end", file('{"w":{},}'), "must be"],
    ["not UTF-8", file(latin1('{"\xff":{}}')), "must be a JSON string in UTF-8"],
    ["a raw control character", file('{"\n":{}}'), "must be a JSON string in UTF-8"],
    ["a lone surrogate", file('{"\\ud800":{}}'), "must be a string of Unicode characters"],
    ["no closing quote", file('{"w\\"'), "got no closing quote"],
    ["tensor not an object", file('{"w":[]}'), "tensor \"w\" (byte 13) must be an object, got '['"],
    ["a missing key", file('{"w":{"dtype":"F32","shape":[]}}'), "got one without data_offsets"],
    [
      "the same tensor twice",
      file(`${tensor().slice(0, -1)},${tensor().slice(1)}`, 8),
      'must be there only once, got "w"',
    ],
    [
      "the same key twice",
      file('{"w":{"dtype":"U8","dtype":"U8"}}'),
      'must be there only once, got "dtype"',
    ],
    ["__proto__ as a name", file('{"__proto__":{}}'), "__proto__"],
    ["__proto__ in disguise", file('{"__pro\\u0074o__":{}}'), "__proto__"],
    ["__proto__ in metadata", file('{"__metadata__":{"__proto__":"x"}}'), "__proto__"],
    [
      "metadata with a number",
      file('{"__metadata__":{"a":1}}'),
      "__metadata__ \"a\" (byte 29) must be a string, got '1'",
    ],
    [
      "metadata not an object",
      file('{"__metadata__":"a"}'),
      "__metadata__ (byte 24) must be an object",
    ],
    [
      "shape not an array",
      file(tensor({ shape: 2 }), 8),
      'shape of tensor "w" (byte 36) must be an array',
    ],
    [
      "a negative dimension",
      file(tensor({ shape: [-2] }), 8),
      "must be a whole number from 0 to 2^53 - 1, got -2",
    ],
    ["a fraction", file(tensor({ shape: [1.5] }), 8), "got 1.5"],
    ["a fraction that is none", file(tensor().replace("[2]", "[2.0]"), 8), "got 2.0"],
    ["an exponent", file(tensor().replace("[2]", "[2e0]"), 8), "got 2e0"],
    ["a leading zero", file(tensor().replace("[2]", "[02]"), 8), "got 02"],
    ["a dimension of 2^53", file(tensor({ shape: [2 ** 53] }), 8), "got 9007199254740992"],
    [
      "a dimension of many digits",
      file(tensor().replace("[2]", `[${"9".repeat(500)}]`), 8),
      "got 99999",
    ],
    [
      "dimensions whose product overflows",
      file(tensor({ shape: [2 ** 32, 2 ** 32] }), 8),
      'shape of tensor "w" must be below 2^53 bytes',
    ],
    [
      "dimensions whose product overflows, then 0",
      file(tensor({ shape: [2 ** 52, 2 ** 52, 0] }), 8),
      "below 2^53",
    ],
    [
      "more dimensions than any program has",
      file(tensor({ shape: new Array(65).fill(1) }), 8),
      "at most 64 numbers",
    ],
    [
      "a huge shape",
      file(tensor({ shape: [2 ** 40] }), 8),
      "must be 4398046511104 bytes for F32 [1099511627776], got 8",
    ],
    ["a small shape", file(tensor({ shape: [1] }), 8), "must be 4 bytes for F32 [1], got 8"],
    [
      "a huge shape with offsets to match",
      file(tensor({ shape: [2 ** 40], data_offsets: [0, 2 ** 42] }), 8),
      "must be within the file's",
    ],
    [
      "offsets the wrong way round",
      file(tensor({ data_offsets: [8, 0] }), 8),
      "must be [begin, end], got [8,0]",
    ],
    ["one offset", file(tensor({ data_offsets: [8] }), 8), "must be [begin, end], got [8]"],
    ["three offsets", file(tensor({ data_offsets: [0, 8, 8] }), 8), "at most 2 numbers"],
    ["a gap before the data", file(tensor({ data_offsets: [8, 16] }), 16), "which is a gap"],
    ["bytes after the data", file(tensor(), 9), 'must be 70 bytes, where tensor "w" ends, got 71'],
    ["bytes missing", file(tensor(), 7), "must be within the file's 69 bytes, got bytes 62 to 70"],
    [
      "an overlap",
      file(`${tensor().slice(0, -1)},"v":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}`, 8),
      'where tensor "w" ends, got bytes 118 to 122, which is an overlap',
    ],
    [
      "an empty tensor inside another",
      file(`${tensor().slice(0, -1)},"v":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}`, 8),
      "overlap",
    ],
    ["nesting beyond 32", file(`{"w":{"x":${"[".repeat(1_000_000)}`), "nested at most 32 deep"],
    ["a word that is no JSON", file('{"w":{"x":nul}}'), "must be JSON, got 'n'"],
  ])("%s", (_, bytes, message) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(errorOf(bytes).message).toContain(message);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4e6);
  });
});
