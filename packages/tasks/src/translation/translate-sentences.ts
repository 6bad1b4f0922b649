import { dispose, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { Rng } from "@unroll/core";
import { generate } from "../generation/generate.ts";
import type { Generated } from "../generation/generation-options.ts";
import { inBatches } from "../inference/in-batches.ts";
import type { BpeTokenizer } from "../text/bpe/bpe-tokenizer.ts";
import { encodeSentence } from "./encode-sentence.ts";
import type { TranslationModel } from "./model.ts";
import type { TranslateOptions } from "./translate-options.ts";

/** One translation of a sentence. */
export interface Candidate {
  text: string;
  /** What candidates are ranked by: the mean log-probability of its tokens, or nearly so, by the length penalty. */
  score: number;
  /** The sentence ended by itself; otherwise it was cut. */
  finished: boolean;
  /** What it was written in, the end among it. */
  tokens: string[];
  /** With `returnAttention`: of each of `tokens`, how much it looked at each of the source's. */
  attention?: Float32Array[] | undefined;
}

export interface SentenceOptions extends TranslateOptions {
  /** How many translations of each sentence there are to be. Default 1. */
  numReturnSequences?: number | undefined;
  /** Default false. */
  returnAttention?: boolean | undefined;
  /** The place of the first sentence in its text, on which hangs what is drawn for it. Default 0. */
  firstPlace?: number | undefined;
  /** Is told what is written of a sentence as soon as it is settled, a few characters at a time. */
  onText?: ((piece: string, sentence: number) => void) | undefined;
}

/** What translates. */
export interface Translator {
  readonly model: TranslationModel;
  readonly tokenizer: BpeTokenizer;
}

/** What a sentence was read as, and what it became. */
export interface TranslatedSentence {
  /** What was read, the end among it. */
  sourceTokens: string[];
  /** The best first; of sampling, in the order they were drawn. */
  candidates: Candidate[];
}

/** Translates sentences, in batches of like length. */
export async function translateSentences(
  { model, tokenizer }: Translator,
  sentences: readonly string[],
  options: SentenceOptions,
): Promise<TranslatedSentence[]> {
  const encoded = sentences.map((sentence) => encodeSentence(tokenizer, sentence));
  const lengths = encoded.map(({ length }) => length);
  const results: TranslatedSentence[] = new Array(sentences.length);
  await inBatches(lengths, options, async (indices) => {
    const rows = indices.map((index) => encoded[index] as number[]);
    const answers = await translateBatch(model, tokenizer, rows, indices, options);
    indices.forEach((index, row) => {
      results[index] = {
        sourceTokens: tokenizer.pieces(encoded[index] as number[]),
        candidates: (answers[row] as Generated[]).map((answer) => candidateOf(tokenizer, answer)),
      };
    });
  });
  return results;
}

/** @param indices  the place of each row among all sentences: what is drawn for it depends on nothing else */
async function translateBatch(
  model: TranslationModel,
  tokenizer: BpeTokenizer,
  rows: readonly (readonly number[])[],
  indices: readonly number[],
  options: SentenceOptions,
): Promise<Generated[][]> {
  const {
    seed,
    temperature,
    topK,
    topP,
    firstPlace = 0,
    onText,
    onProgress: _,
    ...search
  } = options;
  const { numBeams = 4, lengthPenalty = "average", maxLength } = search;
  const isSampled = [seed, temperature, topK, topP].some((option) => option !== undefined);
  const rng = Rng.fromSeed(seed ?? 0);
  const sampling = isSampled
    ? { rng: indices.map((index) => rng.fold(firstPlace + index)), temperature, topK, topP }
    : undefined;
  const sourceLengths = rows.map(({ length }) => length);
  const source = padded(rows, tokenizer.padId);
  const { memory, state } = model.encode(source, sourceLengths);
  const writers =
    onText && indices.map((index) => writer(tokenizer, (piece) => onText(piece, index)));
  try {
    return await generate(
      model,
      { tokens: rows.map(() => tokenizer.bosId), state, memory, sourceLengths },
      {
        ...search,
        numBeams: sampling ? 1 : numBeams,
        lengthPenalty,
        ...(sampling && { sampling }),
        endToken: tokenizer.eosId,
        suppressTokens: [tokenizer.padId, tokenizer.bosId],
        maxLength: maxLength ?? longestFor,
        onTokens: writers && ((tokens, row) => writers[row]?.(tokens)),
      },
    );
  } finally {
    dispose([source, memory.values, memory.keys, state]);
  }
}

/** Where a sentence is cut: none of those that are trained on is so much longer than its source. */
function longestFor(sourceLength: number): number {
  return 2 * sourceLength + 16;
}

function padded(rows: readonly (readonly number[])[], padId: number): Tensor2D {
  const positions = Math.max(...rows.map(({ length }) => length));
  const ids = new Int32Array(rows.length * positions).fill(padId);
  rows.forEach((row, i) => {
    ids.set(row, i * positions);
  });
  return tensor2d(ids, [rows.length, positions], "int32");
}

function candidateOf(tokenizer: BpeTokenizer, answer: Generated): Candidate {
  const { tokens, score, finished, attention } = answer;
  const written = finished ? [...tokens, tokenizer.eosId] : tokens;
  return {
    text: tokenizer.decode(tokens).trim(),
    score,
    finished,
    tokens: tokenizer.pieces(written),
    ...(attention && { attention }),
  };
}

/** Turns settled tokens into text, without the space that a sentence begins with. */
function writer(tokenizer: BpeTokenizer, onPiece: (piece: string) => void) {
  const decoder = tokenizer.decoder();
  let begun = false;
  return (tokens: readonly number[]) => {
    const text = tokens.map((token) => decoder.push(token)).join("");
    const piece = begun ? text : text.trimStart();
    begun ||= piece !== "";
    if (piece !== "") onPiece(piece);
  };
}
