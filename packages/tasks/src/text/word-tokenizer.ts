import { Tokenizer } from "@huggingface/tokenizers";
import { CheckpointError, readJson, type Storage, writeJson } from "@unroll/core";
import { englishNormalizer, englishPreTokenizer } from "./english-text.ts";
import {
  PAD_TOKEN,
  TOKENIZER_FILE,
  UNKNOWN_TOKEN,
  type WordTokenizerJson,
  wordTokenizerSchema,
} from "./tokenizer-json.ts";
import { countWords, orderWords, type VocabularyOptions } from "./vocabulary.ts";

/**
 * Text to word ids, by a vocabulary of whole words; saved as Hugging Face's tokenizer.json, and
 * read by their library.
 */
export class WordTokenizer {
  readonly json: WordTokenizerJson;
  /** The number of ids, [PAD] and [UNK] among them. */
  readonly size: number;
  readonly #tokenizer: Tokenizer;

  /** @param json  a tokenizer.json with a model of type WordLevel */
  constructor(json: WordTokenizerJson) {
    this.json = json;
    this.size = Object.keys(json.model.vocab).length;
    this.#tokenizer = new Tokenizer(json, { unk_token: json.model.unk_token });
  }

  /** Learns the vocabulary of English texts. */
  static train(texts: Iterable<string>, options: VocabularyOptions = {}): WordTokenizer {
    const splitter = new WordTokenizer(englishWords([PAD_TOKEN, UNKNOWN_TOKEN]));
    const counts = countWords(texts, (text) => splitter.split(text));
    const words = orderWords(counts, options);
    return new WordTokenizer(englishWords([PAD_TOKEN, UNKNOWN_TOKEN, ...words]));
  }

  /** @throws {CheckpointError} when the file is absent or not a tokenizer of whole words */
  static async load(storage: Storage, name: string = TOKENIZER_FILE): Promise<WordTokenizer> {
    const json = await readJson(storage, name, wordTokenizerSchema);
    try {
      return new WordTokenizer(json);
    } catch (cause) {
      const actual = cause instanceof Error ? cause.message : String(cause);
      throw new CheckpointError(
        `${storage.describe(name)}: the file must be a tokenizer that @huggingface/tokenizers reads, got: ${actual}. ` +
          "Use a file that this version wrote.",
        { cause },
      );
    }
  }

  /** Writes tokenizer.json. */
  async save(storage: Storage, name: string = TOKENIZER_FILE): Promise<void> {
    await writeJson(storage, name, this.json);
  }

  /** The words of a text, as the tokenizer writes them; unknown ones too. */
  split(text: string): string[] {
    return this.#tokenizer.tokenize(text);
  }

  /** The ids of a text's words; none for a text without words. */
  encode(text: string): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
  }
}

function englishWords(words: readonly string[]): WordTokenizerJson {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    // None: what a user types is never a special token.
    added_tokens: [],
    normalizer: englishNormalizer,
    pre_tokenizer: englishPreTokenizer,
    post_processor: null,
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: UNKNOWN_TOKEN,
    },
  };
}
