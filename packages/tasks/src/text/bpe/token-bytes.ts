import { DataError } from "@unroll/core";
import { byteOf } from "./byte-alphabet.ts";

/** Gives out text as whole characters arrive. */
export interface StreamDecoder {
  /** The characters that a token completes. */
  push(id: number): string;
  /** What is left: U+FFFD for a character that was not completed. */
  end(): string;
}

/** The bytes of each token, and the text of their sequences. */
export class TokenBytes {
  readonly #names: readonly (string | undefined)[];
  readonly #bytes: readonly Uint8Array[];

  /**
   * @param tokens  by id, in the byte alphabet
   * @param specials  how many of them, from the first on, stand for no bytes
   */
  constructor(tokens: readonly string[], specials: number) {
    this.#names = tokens.slice(0, specials);
    this.#bytes = tokens.map((token, id) =>
      Uint8Array.from(id < specials ? "" : token, (char) => byteOf(char)),
    );
  }

  decode(ids: readonly number[]): string {
    const parts = ids.map((id) => this.#bytesOf(id));
    const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let end = 0;
    for (const part of parts) {
      bytes.set(part, end);
      end += part.length;
    }
    return utf8().decode(bytes);
  }

  stream(): StreamDecoder {
    const decoder = utf8();
    return {
      push: (id) => decoder.decode(this.#bytesOf(id), { stream: true }),
      end: () => decoder.decode(),
    };
  }

  piece(id: number): string {
    return this.#names[id] ?? readable(this.#bytesOf(id));
  }

  #bytesOf(id: number): Uint8Array {
    const bytes = this.#bytes[id];
    if (bytes) return bytes;
    throw new DataError(
      `BpeTokenizer: a token's id must be an integer from 0 to ${this.#bytes.length - 1}, got ${id}. ` +
        "Pass ids of this tokenizer.",
    );
  }
}

/** A decoder that keeps a byte order mark, which is text like any other. */
function utf8(options: { fatal: boolean } = { fatal: false }): TextDecoder {
  return new TextDecoder("utf-8", { ...options, ignoreBOM: true });
}

/** Whole characters as they are, other bytes as <0xE2>. */
function readable(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; ) {
    const first = bytes[start] as number;
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    try {
      text += utf8({ fatal: true }).decode(bytes.subarray(start, start + size));
      start += size;
    } catch {
      text += `<0x${first.toString(16).toUpperCase()}>`;
      start++;
    }
  }
  return text;
}
