import { reshape, type Tensor1D, type Tensor2D, type Tensor3D, tidy } from "@tensorflow/tfjs-core";
import {
  type AttentionMemory,
  Context,
  concat,
  Dense,
  Dropout,
  Embedding,
  type Lengths,
  Model,
  normal,
  type Sequence,
  zeros,
} from "@unroll/core";
import type { Step, StepModel } from "../generation/step-model.ts";
import type { ModelStart } from "../task.ts";
import type { TranslationConfig } from "./config.ts";
import { Decoder, type DecoderState } from "./decoder.ts";
import type { TranslationRecipe } from "./recipe.ts";
import { recurrent } from "./recurrent.ts";

type Layers = {
  sourceEmbedding: Embedding;
  encoder: Sequence;
  targetEmbedding: Embedding;
  decoder: Decoder;
  output: Dense;
};

/** A sentence that was read: what the decoder looks at, and what it begins with. */
export interface Encoded {
  readonly memory: AttentionMemory;
  readonly state: DecoderState;
}

/** What the decoder is given when the translation is known. */
export interface Teaching {
  /** The token before each token of the target, shape [batch, time], int32. */
  inputs: Tensor2D;
  lengths: Lengths;
  context?: Context;
}

/** Standard deviation of the first embeddings: small, for the output layer reads with them too. */
const EMBEDDING_DEVIATION = 0.1;

/**
 * Reads a sentence in both directions and writes it in another language.
 * embedding -> bidirectional encoder -> decoder with attention -> softmax layer
 */
export class TranslationModel
  extends Model<Layers>
  implements StepModel<DecoderState, AttentionMemory>
{
  readonly #dropout: Dropout;

  /** @param start  what to train with; without it the weights stay 0, for a model that will be loaded */
  constructor(config: TranslationConfig, start?: ModelStart<TranslationRecipe>) {
    const { vocabularySize, embeddingSize, tiedEmbeddings } = config;
    const rng = (name: string) => start?.rng.fold(name) ?? null;
    const dropout = start?.recipe.dropout ?? 0;
    const embedding = (name: string) =>
      new Embedding({
        numEmbeddings: vocabularySize,
        embeddingSize,
        rng: rng(name),
        init: normal(EMBEDDING_DEVIATION),
      });
    const sourceEmbedding = embedding("sourceEmbedding");
    const targetEmbedding = tiedEmbeddings ? sourceEmbedding : embedding("targetEmbedding");
    const encoder = recurrent(config.encoderCell, {
      inputSize: embeddingSize,
      hiddenSize: config.encoderSize,
      numLayers: config.encoderLayers,
      bidirectional: true,
      dropout,
      rng: rng("encoder"),
    });
    super({
      sourceEmbedding,
      encoder,
      targetEmbedding,
      decoder: new Decoder(config, {
        memorySize: encoder.outputSize,
        dropout,
        rng: rng("decoder"),
      }),
      output: new Dense({
        inputSize: embeddingSize,
        outputSize: vocabularySize,
        weight: tiedEmbeddings ? targetEmbedding.weight : undefined,
        rng: rng("output"),
        init: { bias: zeros },
      }),
    });
    this.#dropout = new Dropout({ rate: dropout });
  }

  /**
   * Reads sentences.
   *
   * @param tokens   shape [batch, positions], int32, each below config.vocabularySize
   * @param lengths  how many tokens of each row are the sentence
   * @returns        what `teach` and `step` take; the caller disposes its tensors
   */
  encode(tokens: Tensor2D, lengths: Lengths, context = Context.inference): Encoded {
    const { sourceEmbedding, encoder, decoder } = this.layers;
    const { values, keys, state } = tidy(() => {
      const words = this.#dropout.forward(sourceEmbedding.forward(tokens), context.fold("source"));
      const { y, state } = encoder.run(words, { lengths, context: context.fold("encoder") });
      const values = this.#dropout.forward(y, context.fold("memory"));
      // The last layer's final states, forward and reverse.
      const summary = concat(state.slice(-2).map(({ h }) => h));
      return { values, keys: decoder.attention.keys(values), state: decoder.start(summary) };
    });
    return { memory: { values, keys, lengths }, state };
  }

  /**
   * All steps of translations that are known.
   * @returns  what the output layer reads, shape [batch, time, embeddingSize]; the caller disposes it
   */
  teach({ memory, state }: Encoded, teaching: Teaching): Tensor3D {
    const { inputs, lengths, context = Context.inference } = teaching;
    const { targetEmbedding, decoder } = this.layers;
    return tidy(() => {
      const words = this.#dropout.forward(targetEmbedding.forward(inputs), context.fold("target"));
      return decoder.run(words, memory, { state, lengths, context: context.fold("decoder") })
        .readout;
    });
  }

  /**
   * The next step of K translations of each of B sentences, as `generate` asks for it.
   *
   * @param tokens  what was written last, shape [B, K], int32
   * @returns       logits [B*K, vocabularySize], attention [B, K, positions] and the next state; the caller disposes them
   */
  step(tokens: Tensor2D, state: DecoderState, memory: AttentionMemory): Step<DecoderState> {
    const { targetEmbedding, decoder, output } = this.layers;
    return tidy(() => {
      const flat: Tensor1D = reshape(tokens, [tokens.size]);
      const next = decoder.step(targetEmbedding.forward(flat), memory, state);
      return {
        logits: output.forward(next.readout),
        state: next.state,
        attention: next.weights,
      };
    });
  }
}
