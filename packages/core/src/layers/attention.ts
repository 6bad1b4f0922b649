import {
  add,
  expandDims,
  type Rank,
  reshape,
  type Tensor,
  type Tensor3D,
  tanh,
  tidy,
} from "@tensorflow/tfjs-core";
import { observe } from "../diagnostics/probe.ts";
import { ConfigError, ShapeError } from "../errors.ts";
import { claimRng } from "../module/claim-rng.ts";
import { disposeModule, joinParameters, type Module, type Parameters } from "../module/module.ts";
import { requireOneOf } from "../module/require-one-of.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireSize } from "../module/require-size.ts";
import { requireTensor } from "../module/require-tensor.ts";
import { batchMatMul } from "../ops/batch-mat-mul.ts";
import { maskedSoftmax } from "../ops/masked-softmax.ts";
import type { Rng } from "../random/rng.ts";
import type { OfRank } from "../ranks.ts";
import type { Lengths } from "../sequence/lengths.ts";
import { Dense } from "./dense.ts";

/** How well a query q fits a position m of the memory. */
export type AttentionScore = "dot" | "general" | "additive";

export interface AttentionOptions {
  querySize: number;
  memorySize: number;
  /** Default "general". */
  score?: AttentionScore | undefined;
  /** The width in which "additive" compares. Default: querySize. */
  attentionSize?: number | undefined;
  /** Draws the initial weights; null leaves zeros, for weights that will be loaded. */
  rng: Rng | null;
}

/** What is attended to. */
export interface AttentionMemory {
  /** What is found, shape [batch, positions, memorySize]. */
  readonly values: Tensor3D;
  /** What queries are compared with: `Attention.keys(values)`. */
  readonly keys: Tensor3D;
  /** The positions of each row that count. Default: all. */
  readonly lengths?: Lengths | undefined;
}

/** What queries found; the caller disposes it. */
export type Attended = {
  /** The mean of the values by their weights, shape [batch, queries, memorySize]. */
  context: Tensor3D;
  /** How much each query attends to each position, shape [batch, queries, positions]. */
  weights: Tensor3D;
};

/**
 * Looks up what matters in a memory, such as the outputs of an encoder.
 * weights = softmax over positions of score(q, m);  context = sum of weights * m
 *
 * - dot:       q · m, where both are of one size (Luong 2015)
 * - general:   q · W m (Luong 2015)
 * - additive:  v · tanh(W q + U m) (Bahdanau 2015): for Q queries and S positions it makes Q*S vectors, so it costs
 *   more than the others
 *
 * Many queries are one call, be they the steps of a decoder or the beams of a search. What depends on the
 * memory alone, `keys`, is made once.
 * Source: Luong, Pham & Manning 2015; Bahdanau, Cho & Bengio 2015
 *
 * @example
 * declare const queries: Tensor3D, values: Tensor3D; // [batch, queries, 8], [batch, positions, 6]
 *
 * const attention = new Attention({ querySize: 8, memorySize: 6, rng: Rng.fromSeed(42) });
 * const memory = { values, keys: attention.keys(values), lengths: [5, 3] };
 * const { context, weights } = attention.forward(queries, memory); // [batch, queries, 6]
 */
export class Attention implements Module {
  readonly querySize: number;
  readonly memorySize: number;
  readonly score: AttentionScore;
  readonly parameters: Parameters;
  readonly #layers: Readonly<{ memory?: Dense; query?: Dense; score?: Dense }>;

  /** @throws {ConfigError} when an option makes no sense */
  constructor(options: AttentionOptions) {
    const example = "{ querySize: 8, memorySize: 6, rng: Rng.fromSeed(42) }";
    const {
      querySize,
      memorySize,
      score = "general",
      attentionSize = querySize,
    } = requireOptions("Attention", options, example);
    for (const [name, size] of Object.entries({ querySize, memorySize, attentionSize })) {
      requireSize("Attention", name, size);
    }
    requireOneOf("Attention", "score", score, ["dot", "general", "additive"]);
    if (score === "dot" && querySize !== memorySize) {
      throw new ConfigError(
        `Attention: querySize must be memorySize with "dot", got ${querySize} and ${memorySize}. Use "general".`,
      );
    }
    const rng = claimRng("Attention", options.rng);
    const linear = (name: string, inputSize: number, outputSize: number, bias = false) =>
      new Dense({ inputSize, outputSize, bias, rng: rng?.fold(name) ?? null });
    this.querySize = querySize;
    this.memorySize = memorySize;
    this.score = score;
    this.#layers = {
      dot: () => ({}),
      general: () => ({ memory: linear("memory", memorySize, querySize) }),
      additive: () => ({
        memory: linear("memory", memorySize, attentionSize),
        query: linear("query", querySize, attentionSize, true),
        score: linear("score", attentionSize, 1),
      }),
    }[score]();
    this.parameters = joinParameters(this.#layers);
  }

  /**
   * What queries are compared with.
   * @param values  shape [batch, positions, memorySize], float32
   * @returns       the values themselves with "dot"; else a tensor that the caller disposes
   */
  keys<R extends Rank>(values: OfRank<Rank.R3, R>): Tensor3D {
    requireWidth("keys", "values", values, this.memorySize);
    return this.#layers.memory?.forward(values) ?? values;
  }

  /**
   * @param query   shape [batch, queries, querySize], float32
   * @param memory  values, their keys, and how many positions of each row count
   * @returns       context and weights, of which the caller disposes both; a row without positions has zeros alone
   * @throws {ShapeError} when something is of another shape
   */
  forward<R extends Rank>(query: OfRank<Rank.R3, R>, memory: AttentionMemory): Attended {
    requireWidth("forward", "query", query, this.querySize);
    requireWidth("forward", "memory.values", memory.values, this.memorySize);
    return tidy(() => {
      const weights = maskedSoftmax(this.#scores(query, memory.keys), memory.lengths);
      const context = batchMatMul(weights, memory.values);
      observe(this, "output", context);
      return { context, weights };
    });
  }

  /** Frees the parameters. */
  dispose(): void {
    disposeModule(this);
  }

  #scores(query: Tensor3D, keys: Tensor3D): Tensor3D {
    const { query: queryLayer, score } = this.#layers;
    if (!queryLayer || !score) return batchMatMul(query, keys, { transposeB: true });
    const [batchSize, queries] = query.shape;
    const positions = keys.shape[1];
    // Every query beside every position: [batch, queries, 1, size] and [batch, 1, positions, size].
    const compared = tanh(add(expandDims(queryLayer.forward(query), 2), expandDims(keys, 1)));
    return reshape(score.forward(compared), [batchSize, queries, positions]);
  }
}

function requireWidth(
  method: string,
  what: string,
  x: Tensor,
  width: number,
): asserts x is Tensor3D {
  requireTensor(`Attention.${method}`, what, x, "float32");
  if (x.rank === 3 && x.shape[2] === width) return;
  throw new ShapeError(
    `Attention.${method}: ${what} must have shape [batch, ${what === "query" ? "queries" : "positions"}, ${width}], ` +
      `got [${x.shape}]. Give a single one an axis of its own.`,
  );
}
