import { ConfigError, type Rng, readJson, type Storage, writeJson } from "@unroll/core";
import { TOKENIZER_FILE } from "../tokenizer-json.ts";
import { countWords } from "../vocabulary.ts";
import {
  type BpeJson,
  bpeJsonSchema,
  MAX_TOKEN_BYTES,
  mergeParts,
  SPECIAL_TOKENS,
} from "./bpe-json.ts";
import { BYTE_ALPHABET } from "./byte-alphabet.ts";
import { learnMerges } from "./learn-merges.ts";
import { MergeTable } from "./merge-table.ts";
import { byteDecoder, bytePreTokenizer, splitWords } from "./pre-tokenizer.ts";
import { type StreamDecoder, TokenBytes } from "./token-bytes.ts";
import { byteIds, idsOfBytes, WordEncoder } from "./word-encoder.ts";

/** Two ids below it are one exact number. */
const MAX = 2 ** 20;

const FIRST_TOKENS = [...SPECIAL_TOKENS, ...BYTE_ALPHABET];

export interface BpeTrainOptions {
  /** The most tokens, the special ones and the 256 bytes among them: 259 or more. */
  vocabularySize: number;
  /** How often two tokens must stand side by side to become one. Default 2. */
  minCount?: number | undefined;
}

export interface BpeEncodeOptions {
  /**
   * The probability with which each merge is left out, so that a word comes in other tokens each time: a
   * regularizer for training. Default 0. Source: Provilkov, Emelianenko & Voita 2020 (BPE-dropout), who take 0.1.
   */
  dropout?: number | undefined;
  /** Draws what is left out; needed with dropout alone. */
  rng?: Rng | undefined;
}

/**
 * Text to ids of subwords and back, by byte-pair encoding of its UTF-8: every text has ids, none is unknown, and
 * decoding gives the text again. Half a surrogate pair is no Unicode text: it comes back as U+FFFD.
 *
 * It is saved as Hugging Face's tokenizer.json, which their libraries read with the same result.
 *
 * @example
 * const tokenizer = BpeTokenizer.train(["low lower lowest", "slow slower"], { vocabularySize: 300 });
 * const ids = tokenizer.encode("lower and slower");
 * tokenizer.decode(ids); // "lower and slower"
 */
export class BpeTokenizer {
  readonly json: BpeJson;
  /** The number of ids, the special ones among them. */
  readonly size: number;
  /** Fills a batch up. */
  readonly padId = 0;
  /** Before the first token of a text. */
  readonly bosId = 1;
  /** After the last token of a text. */
  readonly eosId = 2;

  readonly #words: WordEncoder;
  readonly #tokens: TokenBytes;

  /** @param json  a tokenizer.json such as {@link BpeTokenizer.load} checks */
  constructor(json: BpeJson) {
    const { vocab, merges } = json.model;
    const idOf = (token: string) => vocab[token] as number;
    const tokens: string[] = [];
    for (const [token, id] of Object.entries(vocab)) tokens[id] = token;
    this.json = json;
    this.size = tokens.length;
    this.#tokens = new TokenBytes(tokens, SPECIAL_TOKENS.length);
    const table = merges.map((line) => {
      const [left, right] = mergeParts(line);
      return { left: idOf(left), right: idOf(right), merged: idOf(left + right) };
    });
    this.#words = new WordEncoder(new MergeTable(table, this.size), byteIds(idOf));
  }

  /**
   * Learns a vocabulary from texts; the same texts give the same one. Ids: [PAD], [BOS], [EOS], the bytes, then the
   * subwords, those that were learned first in front.
   *
   * @throws {ConfigError} when vocabularySize or minCount is out of range
   */
  static train(
    texts: Iterable<string>,
    { vocabularySize, minCount = 2 }: BpeTrainOptions,
  ): BpeTokenizer {
    requireInteger("vocabularySize", vocabularySize, FIRST_TOKENS.length);
    requireInteger("minCount", minCount, 1);
    const tokens = [...FIRST_TOKENS];
    const ids = byteIds((char) => FIRST_TOKENS.indexOf(char));
    const merges = learnMerges(
      countWords(texts, splitWords),
      tokens,
      (word) => idsOfBytes(word, ids),
      { vocabularySize, minCount, maxLength: MAX_TOKEN_BYTES },
    );
    return new BpeTokenizer({
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: bytePreTokenizer,
      post_processor: null,
      decoder: byteDecoder,
      model: {
        type: "BPE",
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges: merges.map(({ left, right }) => `${tokens[left]} ${tokens[right]}`),
      },
    });
  }

  /** @throws {CheckpointError} when the file is absent or not one that this class writes */
  static async load(storage: Storage, name: string = TOKENIZER_FILE): Promise<BpeTokenizer> {
    return new BpeTokenizer(await readJson(storage, name, bpeJsonSchema));
  }

  /** Writes tokenizer.json. */
  async save(storage: Storage, name: string = TOKENIZER_FILE): Promise<void> {
    await writeJson(storage, name, this.json);
  }

  /**
   * The ids of a text, without special ones; none for an empty text.
   *
   * @throws {ConfigError} when dropout is no number from 0 to 1, or has no rng
   */
  encode(text: string, { dropout = 0, rng }: BpeEncodeOptions = {}): number[] {
    if (!(dropout >= 0 && dropout <= 1) || (dropout > 0 && rng === undefined)) {
      throw new ConfigError(
        `BpeTokenizer.encode: dropout must be from 0 to 1 and come with an rng, got ${dropout} and ` +
          `${rng ? "one" : "none"}. Pass such as { dropout: 0.1, rng: Rng.fromSeed(42) }.`,
      );
    }
    const words = splitWords(text);
    return rng && dropout > 0
      ? words.flatMap((word) => this.#words.encodeDropping(word, dropout, rng))
      : words.flatMap((word) => this.#words.encode(word));
  }

  /**
   * The text of tokens, special ones left out; U+FFFD for what is no UTF-8.
   *
   * @throws {DataError} when an id is not one of this tokenizer
   */
  decode(ids: readonly number[]): string {
    return this.#tokens.decode(ids);
  }

  /** Decodes tokens one by one: what it gives out is, joined, what `decode` gives. */
  decoder(): StreamDecoder {
    return this.#tokens.stream();
  }

  /**
   * Each token to be read by people, beside an attention map, say: a byte that is only part of a character is
   * written as <0xE2>, a special token by its name.
   *
   * @throws {DataError} when an id is not one of this tokenizer
   */
  pieces(ids: readonly number[]): string[] {
    return ids.map((id) => this.#tokens.piece(id));
  }
}

function requireInteger(what: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= MAX) return;
  throw new ConfigError(
    `BpeTokenizer.train: ${what} must be an integer from ${least} to ${MAX}, got ${value}. Pass such as ${least}.`,
  );
}
