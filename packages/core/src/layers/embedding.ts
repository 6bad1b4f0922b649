import type { Rank, Tensor, Variable } from "@tensorflow/tfjs-core";
import { observe } from "../diagnostics/probe.ts";
import { type Initializer, normal } from "../initializers/initializer.ts";
import { claimRng } from "../module/claim-rng.ts";
import { disposeModule, type Module, type Parameters, parameter } from "../module/module.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireSize } from "../module/require-size.ts";
import { requireTensor } from "../module/require-tensor.ts";
import { embeddingLookup } from "../ops/embedding-lookup.ts";
import type { Rng } from "../random/rng.ts";
import type { RankAbove } from "../ranks.ts";

export interface EmbeddingOptions {
  /** The number of rows: how many tokens there are. */
  numEmbeddings: number;
  embeddingSize: number;
  /** Draws the initial weights; null leaves zeros, for weights that will be loaded. */
  rng: Rng | null;
  /** Default: normal with standard deviation 1, as torch.nn.Embedding. */
  init?: Initializer | undefined;
}

/**
 * A vector for every token. As torch.nn.Embedding.
 *
 * @example
 * const embedding = new Embedding({ numEmbeddings: 5000, embeddingSize: 64, rng: Rng.fromSeed(42) });
 * const tokens = tensor2d([[7, 3, 0]], undefined, "int32");
 * const vectors = embedding.forward(tokens); // [1, 3, 64]
 */
export class Embedding implements Module {
  readonly numEmbeddings: number;
  readonly embeddingSize: number;
  readonly weight: Variable<Rank.R2>; // [numEmbeddings, embeddingSize]
  readonly parameters: Parameters;

  constructor(options: EmbeddingOptions) {
    const {
      numEmbeddings,
      embeddingSize,
      init = normal(1),
    } = requireOptions(
      "Embedding",
      options,
      "{ numEmbeddings: 5000, embeddingSize: 64, rng: Rng.fromSeed(42) }",
    );
    requireSize("Embedding", "numEmbeddings", numEmbeddings);
    requireSize("Embedding", "embeddingSize", embeddingSize);
    const rng = claimRng("Embedding", options.rng);
    this.numEmbeddings = numEmbeddings;
    this.embeddingSize = embeddingSize;
    this.weight = parameter([numEmbeddings, embeddingSize], init, rng?.fold("weight") ?? null);
    this.parameters = { weight: this.weight };
  }

  /**
   * @param indices  int32 of any shape, each from 0 to numEmbeddings - 1
   * @returns        shape [...indices.shape, embeddingSize]; the caller disposes it
   * @throws {ShapeError} when indices is not int32
   */
  forward<R extends Rank>(indices: Tensor<R>): Tensor<RankAbove<R>> {
    requireTensor("Embedding.forward", "indices", indices, "int32");
    requireTensor("Embedding.forward", "weight", this.weight);
    const vectors = embeddingLookup(this.weight, indices);
    observe(this, "output", vectors);
    return vectors;
  }

  /** Frees the parameters. */
  dispose(): void {
    disposeModule(this);
  }
}
