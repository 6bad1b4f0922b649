import type { CheckpointError } from "../errors.ts";
import { damaged } from "./damaged.ts";
import { describeValue } from "./describe-value.ts";

const MAX_DEPTH = 32;

// Bytes of ASCII.
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const NUMBER_OR_WORD = /^(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)$/;

/**
 * Reads JSON of a known form from bytes, piece by piece.
 *
 * Unlike JSON.parse it refuses duplicate keys and deep nesting, knows the byte at which something
 * is wrong, and makes no value the caller does not ask for.
 */
export class JsonCursor {
  readonly #bytes: Uint8Array;
  readonly #where: string;
  readonly #offset: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #position = 0;
  #depth = 0;

  /** @param offset  where the bytes begin in their file, for error messages */
  constructor(bytes: Uint8Array, where: string, offset: number) {
    this.#bytes = bytes;
    this.#where = where;
    this.#offset = offset;
  }

  /** Reads an object; `onEntry` reads the value of each key. */
  object(what: string, onEntry: (key: string) => void): void {
    const keys = new Set<string>();
    this.#sequence(what, "an object", OPEN_BRACE, CLOSE_BRACE, () => {
      const start = this.#nextByte();
      const key = this.string(`a key of ${what}`);
      if (keys.has(key)) {
        throw this.#error(`a key of ${what}`, "there only once", describeValue(key), start);
      }
      keys.add(key);
      this.#nextByte();
      if (this.#bytes[this.#position] !== COLON) {
        throw this.#error(`what follows key ${describeValue(key)}`, "':'", this.#here());
      }
      this.#position++;
      onEntry(key);
    });
  }

  /** Reads an array; `onItem` reads each item. */
  array(what: string, onItem: () => void): void {
    this.#sequence(what, "an array", OPEN_BRACKET, CLOSE_BRACKET, onItem);
  }

  /** Reads a string. */
  string(what: string): string {
    const start = this.#nextByte();
    if (this.#bytes[start] !== QUOTE) throw this.#error(what, "a string", this.#here());
    let end = start + 1;
    while (end < this.#bytes.length && this.#bytes[end] !== QUOTE) {
      end += this.#bytes[end] === BACKSLASH ? 2 : 1;
    }
    if (end >= this.#bytes.length) {
      throw this.#error(what, "a string that ends within the header", "no closing quote", start);
    }
    this.#position = end + 1;
    let text: unknown;
    try {
      text = JSON.parse(this.#decoder.decode(this.#bytes.subarray(start, end + 1)));
    } catch {
      throw this.#error(what, "a JSON string in UTF-8", "other bytes", start);
    }
    if (typeof text !== "string" || /\p{Surrogate}/u.test(text)) {
      throw this.#error(what, "a string of Unicode characters", describeValue(text), start);
    }
    return text;
  }

  /** Reads a whole number from 0 to 2^53 - 1, written in digits only. */
  integer(what: string): number {
    const start = this.#nextByte();
    const word = this.#word();
    const value = /^(0|[1-9][0-9]{0,15})$/.test(word) ? Number(word) : Number.NaN;
    if (!Number.isSafeInteger(value)) {
      const actual = word === "" ? this.#here() : describeValue(word).slice(1, -1);
      throw this.#error(what, "a whole number from 0 to 2^53 - 1", actual, start);
    }
    return value;
  }

  /** Reads over a value of any kind. */
  skip(what: string): void {
    const start = this.#nextByte();
    const byte = this.#bytes[start];
    if (byte === OPEN_BRACE) this.object(what, () => this.skip(what));
    else if (byte === OPEN_BRACKET) this.array(what, () => this.skip(what));
    else if (byte === QUOTE) this.string(what);
    else if (!NUMBER_OR_WORD.test(this.#word())) {
      this.#position = start;
      throw this.#error(what, "JSON", this.#here());
    }
  }

  /** Reads `null` if it comes next. */
  takeNull(): boolean {
    const start = this.#nextByte();
    if (this.#word() === "null") return true;
    this.#position = start;
    return false;
  }

  /** Checks that only white space is left. */
  end(what: string): void {
    if (this.#nextByte() < this.#bytes.length) {
      throw this.#error(`what follows ${what}`, "white space", this.#here());
    }
  }

  #sequence(what: string, kind: string, open: number, close: number, onItem: () => void): void {
    const start = this.#nextByte();
    if (this.#bytes[start] !== open) throw this.#error(what, kind, this.#here());
    if (++this.#depth > MAX_DEPTH) {
      throw this.#error(what, `nested at most ${MAX_DEPTH} deep`, "more", start);
    }
    this.#position++;
    for (let index = 0; ; index++) {
      this.#nextByte();
      const byte = this.#bytes[this.#position];
      if (byte === close) break;
      if (index > 0) {
        if (byte !== COMMA) {
          const expected = `',' or '${String.fromCharCode(close)}'`;
          throw this.#error(`what follows an entry of ${what}`, expected, this.#here());
        }
        this.#position++;
        if (this.#bytes[this.#nextByte()] === close) {
          throw this.#error(`what follows ',' in ${what}`, "another entry", this.#here());
        }
      }
      onItem();
    }
    this.#position++;
    this.#depth--;
  }

  /** Moves over white space, and gives the position. */
  #nextByte(): number {
    const isSpace = (byte: number | undefined) =>
      byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
    while (isSpace(this.#bytes[this.#position])) this.#position++;
    return this.#position;
  }

  /** Moves over a number, true, false or null, right or wrong, and gives its text. */
  #word(): string {
    const start = this.#position;
    const isWord = (byte = 0) =>
      (byte >= 0x30 && byte <= 0x39) || // digits
      ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) || // letters
      byte === 0x2b ||
      byte === 0x2d ||
      byte === 0x2e; // + - .
    while (isWord(this.#bytes[this.#position])) this.#position++;
    return this.#decoder.decode(this.#bytes.subarray(start, this.#position));
  }

  /** The byte at the position, for an error message. */
  #here(): string {
    const byte = this.#bytes[this.#position];
    if (byte === undefined) return "the end of the header";
    const printable = byte > 0x20 && byte < 0x7f;
    return printable
      ? `'${String.fromCharCode(byte)}'`
      : `byte 0x${byte.toString(16).padStart(2, "0")}`;
  }

  #error(
    what: string,
    expected: string,
    actual: string,
    position = this.#position,
  ): CheckpointError {
    return damaged(this.#where, `${what} (byte ${this.#offset + position})`, expected, actual);
  }
}
