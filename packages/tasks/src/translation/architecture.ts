import * as v from "valibot";
import { hyperParameters } from "../training/recipe.ts";

const { size } = hyperParameters;

/** What shapes a translation model: its config and its recipe say it in the same words. */
export const architectureEntries = {
  embeddingSize: v.optional(size, 256),
  /** Whether source, target and the output layer share one embedding (Press & Wolf 2017). */
  tiedEmbeddings: v.optional(v.boolean(), true),
  encoderCell: v.optional(v.picklist(["lstm", "gru"]), "lstm"),
  /** Of each direction. */
  encoderSize: v.optional(size, 256),
  encoderLayers: v.optional(size, 1),
  decoderCell: v.optional(v.picklist(["lstm", "gru", "ssru"]), "lstm"),
  decoderSize: v.optional(size, 256),
  /**
   * The first attends to the source, and those above it see what it found (Wu 2016). With one layer, what was found
   * is seen by the output alone (Luong 2015).
   */
  decoderLayers: v.optional(size, 2),
  attention: v.optional(v.picklist(["dot", "general", "additive"]), "general"),
  /**
   * Whether each step is told what the step before attended to (Luong 2015). The decoder then takes its steps one
   * after the other also in training, where else its recurrence is one kernel: it trains several times slower.
   */
  inputFeeding: v.optional(v.boolean(), false),
};
