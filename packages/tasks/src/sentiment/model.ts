import { type Rank, type Tensor, type Tensor2D, type Tensor3D, tidy } from "@tensorflow/tfjs-core";
import {
  type Context,
  Dense,
  Dropout,
  Embedding,
  glorotUniform,
  type Lengths,
  type LstmState,
  lstm,
  Model,
  normal,
  orthogonal,
  pool,
  type Rng,
  type Sequence,
  uniform,
  zeros,
} from "@unroll/core";
import type { SentimentConfig } from "./config.ts";

/** What is dropped in training: shares of the embeddings' and of the pooled elements. */
export interface SentimentDropout {
  embedding: number;
  output: number;
  context: Context;
}

type Layers = { embedding: Embedding; lstm: Sequence<LstmState>; output: Dense };

/**
 * Reads a text in both directions and judges it by what stood out on the way.
 * embedding -> LSTM, forward and reverse side by side -> pool over the words -> softmax layer
 */
export class SentimentModel extends Model<SentimentConfig, Layers> {
  /**
   * @param rng  draws the initial weights; null leaves zeros, for weights that will be loaded
   * @param embeddingDeviation  standard deviation of the first embeddings
   */
  constructor(config: SentimentConfig, rng: Rng | null, embeddingDeviation = 0.1) {
    const { vocabularySize, embeddingSize, hiddenSize, classes } = config;
    super(config, {
      embedding: new Embedding({
        numEmbeddings: vocabularySize,
        embeddingSize,
        rng: rng?.fold("embedding") ?? null,
        init: normal(embeddingDeviation),
      }),
      lstm: lstm({
        inputSize: embeddingSize,
        hiddenSize,
        bidirectional: true,
        rng: rng?.fold("lstm") ?? null,
        // Glorot's bound for the whole matrix, all gates together, as in Keras: smaller than one
        // gate's own, so that less of the start is left in what is learned.
        init: {
          weightIh: uniform(Math.sqrt(6 / (4 * hiddenSize + embeddingSize))),
          weightHh: orthogonal(),
          bias: zeros,
        },
        forgetBias: 1,
      }),
      output: new Dense({
        inputSize: 2 * hiddenSize,
        outputSize: classes.length,
        rng: rng?.fold("output") ?? null,
        init: { weight: glorotUniform, bias: zeros },
      }),
    });
  }

  /**
   * @param tokens   shape [batch, time], int32, each below config.vocabularySize
   * @param lengths  how many tokens of each row are text; 0 for a text without words
   * @param dropping  what to drop; only in training
   * @returns        logits, shape [batch, classes]; the caller disposes them
   */
  forward(tokens: Tensor2D, lengths: Lengths, dropping?: SentimentDropout): Tensor2D {
    const drop = <R extends Rank>(x: Tensor<R>, place: "embedding" | "output"): Tensor<R> =>
      dropping
        ? new Dropout({ rate: dropping[place] }).forward(x, dropping.context.fold(place))
        : x;
    return tidy(() => {
      const words = drop(this.layers.embedding.forward(tokens) as Tensor3D, "embedding");
      const { y } = this.layers.lstm.run(words, { lengths });
      const read = drop(pool(y, this.config.pooling, lengths), "output");
      return this.layers.output.forward(read) as Tensor2D;
    });
  }
}

/** How many trained values a model of this config has. */
export function sentimentParameterCount(config: SentimentConfig): number {
  const { vocabularySize, embeddingSize, hiddenSize, classes } = config;
  const direction = 4 * hiddenSize * (embeddingSize + hiddenSize + 2);
  return vocabularySize * embeddingSize + 2 * direction + classes.length * (2 * hiddenSize + 1);
}
