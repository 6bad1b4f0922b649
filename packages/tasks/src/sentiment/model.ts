import { type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import {
  Context,
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
  type Sequence,
  uniform,
  zeros,
} from "@unroll/core";
import type { ModelStart } from "../task.ts";
import type { SentimentConfig } from "./config.ts";
import type { SentimentRecipe } from "./recipe.ts";

type Layers = {
  embedding: Embedding;
  embeddingDropout: Dropout;
  lstm: Sequence<LstmState>;
  outputDropout: Dropout;
  output: Dense;
};

/**
 * Reads a text in both directions and judges it by what stood out on the way.
 * embedding -> LSTM, forward and reverse side by side -> pool over the words -> softmax layer
 */
export class SentimentModel extends Model<Layers> {
  readonly #pooling: SentimentConfig["pooling"];

  /** @param start  what to train with; without it the weights stay 0, for a model that will be loaded */
  constructor(config: SentimentConfig, start?: ModelStart<SentimentRecipe>) {
    const { rng, recipe } = start ?? {};
    const { vocabularySize, embeddingSize, hiddenSize, classes } = config;
    super({
      embedding: new Embedding({
        numEmbeddings: vocabularySize,
        embeddingSize,
        rng: rng?.fold("embedding") ?? null,
        init: normal(recipe?.embeddingDeviation ?? 0),
      }),
      embeddingDropout: new Dropout({ rate: recipe?.embeddingDropout ?? 0 }),
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
      outputDropout: new Dropout({ rate: recipe?.outputDropout ?? 0 }),
      output: new Dense({
        inputSize: 2 * hiddenSize,
        outputSize: classes.length,
        rng: rng?.fold("output") ?? null,
        init: { weight: glorotUniform, bias: zeros },
      }),
    });
    this.#pooling = config.pooling;
  }

  /**
   * @param tokens   shape [batch, time], int32, each below config.vocabularySize
   * @param lengths  how many tokens of each row are text; 0 for a text without words
   * @param context  draws what is dropped in training
   * @returns        logits, shape [batch, classes]; the caller disposes them
   */
  forward(tokens: Tensor2D, lengths: Lengths, context = Context.inference): Tensor2D {
    const { embedding, embeddingDropout, lstm, outputDropout, output } = this.layers;
    return tidy(() => {
      const words = embedding.forward(tokens);
      const kept = embeddingDropout.forward(words, context.fold("embedding"));
      const { y } = lstm.run(kept, { lengths });
      const read = outputDropout.forward(pool(y, this.#pooling, lengths), context.fold("output"));
      return output.forward(read);
    });
  }
}
