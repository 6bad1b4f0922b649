import { CheckpointError } from "../errors.ts";
import { damaged } from "./damaged.ts";
import { describeValue } from "./describe-value.ts";
import { dtypeSize, isSafetensorsDtype } from "./dtypes.ts";
import { notSafetensors } from "./file-kind.ts";
import { JsonCursor } from "./json-cursor.ts";

/** The 8 bytes before the header: its length, as a little-endian u64. */
export const LENGTH_BYTES = 8;
/** The limit of the reference implementation. */
export const MAX_HEADER_BYTES = 100_000_000;
export const METADATA_KEY = "__metadata__";
/** As a key it would change an object in place of naming an entry of it. */
export const FORBIDDEN_KEY = "__proto__";

const MAX_RANK = 64;

/** What the header says of a tensor, checked: `begin` and `end` are offsets in the file. */
interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of their data. */
  readonly tensors: Map<string, HeaderEntry>;
  readonly metadata: Record<string, string>;
}

/**
 * Reads and checks the header: afterwards every tensor's data lies within `bytes`, has the size of
 * its shape and dtype where that is one we read, and neither overlaps another nor leaves a gap.
 */
export function readHeader(bytes: Uint8Array, where: string): Header {
  const headerEnd = readHeaderEnd(bytes, where);
  const cursor = new JsonCursor(bytes.subarray(LENGTH_BYTES, headerEnd), where, LENGTH_BYTES);
  const entries: [string, HeaderEntry][] = [];
  let metadata: Record<string, string> = {};
  cursor.object("the header", (key) => {
    checkKey(key, where);
    if (key === METADATA_KEY) metadata = readMetadata(cursor, where);
    else entries.push([key, readEntry(cursor, key, where, headerEnd)]);
  });
  cursor.end("the header");
  entries.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  checkLayout(entries, where, headerEnd, bytes.length);
  return { tensors: new Map(entries), metadata };
}

function readHeaderEnd(bytes: Uint8Array, where: string): number {
  const size = bytes.length;
  if (size <= LENGTH_BYTES) {
    throw notSafetensors(bytes, where, size === 0 ? "an empty file" : `${size} bytes`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    const actual = `one with a header of ${length} bytes, where ${MAX_HEADER_BYTES} is the limit`;
    throw notSafetensors(bytes, where, actual);
  }
  if (!/[\s{]/.test(String.fromCharCode(bytes[LENGTH_BYTES] as number))) {
    throw notSafetensors(bytes, where, `one whose byte ${LENGTH_BYTES} is not '{'`);
  }
  const headerEnd = LENGTH_BYTES + Number(length);
  if (headerEnd > size) {
    const expected = `within the file, which ends at byte ${size}`;
    throw damaged(where, "the header (byte 8)", expected, `a length of ${length} bytes`);
  }
  return headerEnd;
}

function checkKey(key: string, where: string): void {
  if (key === FORBIDDEN_KEY) {
    throw new CheckpointError(
      `${where}: a name in the header must be other than "${FORBIDDEN_KEY}", got that one. ` +
        "Do not trust this file: no common program writes that name.",
    );
  }
}

function readMetadata(cursor: JsonCursor, where: string): Record<string, string> {
  const entries: [string, string][] = [];
  if (cursor.takeNull()) return {};
  cursor.object(METADATA_KEY, (key) => {
    checkKey(key, where);
    entries.push([key, cursor.string(`${METADATA_KEY} ${describeValue(key)}`)]);
  });
  return Object.fromEntries(entries);
}

function readEntry(
  cursor: JsonCursor,
  name: string,
  where: string,
  dataStart: number,
): HeaderEntry {
  const what = `tensor ${describeValue(name)}`;
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  cursor.object(what, (key) => {
    if (key === "dtype") dtype = cursor.string(`dtype of ${what}`);
    else if (key === "shape") shape = readIntegers(cursor, `shape of ${what}`, MAX_RANK, where);
    else if (key === "data_offsets") {
      offsets = readIntegers(cursor, `data_offsets of ${what}`, 2, where);
    } else cursor.skip(`${key} of ${what}`);
  });
  if (dtype === undefined || shape === undefined || offsets === undefined) {
    const missing = dtype === undefined ? "dtype" : shape === undefined ? "shape" : "data_offsets";
    throw damaged(
      where,
      what,
      "an object with dtype, shape and data_offsets",
      `one without ${missing}`,
    );
  }
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || begin > end) {
    throw damaged(where, `data_offsets of ${what}`, "[begin, end]", describeValue(offsets));
  }
  checkSize(dtype, shape, end - begin, what, where);
  return { dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

function readIntegers(cursor: JsonCursor, what: string, max: number, where: string): number[] {
  const values: number[] = [];
  cursor.array(what, () => {
    if (values.length === max) throw damaged(where, what, `at most ${max} numbers`, "more");
    values.push(cursor.integer(what));
  });
  return values;
}

function checkSize(
  dtype: string,
  shape: readonly number[],
  size: number,
  what: string,
  where: string,
): void {
  // How large an element of another dtype is, whoever asks for its data would have to know.
  if (!isSafetensorsDtype(dtype)) return;
  let expected = dtypeSize(dtype);
  for (const dimension of shape) {
    expected *= dimension;
    if (expected > Number.MAX_SAFE_INTEGER) {
      throw damaged(where, `shape of ${what}`, "below 2^53 bytes", describeValue(shape));
    }
  }
  if (size !== expected) {
    throw damaged(
      where,
      `data of ${what}`,
      `${expected} bytes for ${dtype} ${describeValue(shape)}`,
      `${size}`,
    );
  }
}

function checkLayout(
  entries: readonly [string, HeaderEntry][],
  where: string,
  dataStart: number,
  fileEnd: number,
): void {
  let position = dataStart;
  let previous = "the header";
  for (const [name, { begin, end }] of entries) {
    const what = `tensor ${describeValue(name)}`;
    const actual = `bytes ${begin} to ${end}`;
    if (end > fileEnd) {
      throw damaged(where, `data of ${what}`, `within the file's ${fileEnd} bytes`, actual);
    }
    if (begin !== position) {
      const fault = begin < position ? "an overlap" : "a gap";
      throw damaged(
        where,
        `data of ${what}`,
        `from byte ${position}, where ${previous} ends`,
        `${actual}, which is ${fault}`,
      );
    }
    position = end;
    previous = what;
  }
  if (position !== fileEnd) {
    throw damaged(where, "the file", `${position} bytes, where ${previous} ends`, `${fileEnd}`);
  }
}
