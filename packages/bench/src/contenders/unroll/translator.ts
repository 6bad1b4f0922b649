import { type Scalar, tensor, tensor2d, tidy, type Variable } from "@tensorflow/tfjs-core";
import { Context } from "@unroll/core";
import { type TypesOf, tasks } from "@unroll/tasks";
import type { TranslationWork } from "../../cases/work.ts";
import {
  CLIP_NORM,
  LABEL_SMOOTHING,
  type Matrix,
  makeTranslationStart,
} from "../../start/translation-start.ts";

type Types = TypesOf<"translation">;

/** The model of the task `translation`, a batch for it and its loss, on whatever backend is in use. */
export async function makeTranslator(work: TranslationWork) {
  const task = await tasks.translation.load();
  const { weights, ...data } = makeTranslationStart(work);
  const model = task.model(configOf(work));
  for (const [name, { values, shape }] of Object.entries(weights)) {
    tidy(() => (model.parameters[name] as Variable).assign(tensor(values, shape)));
  }
  // All of the recipe that the loss looks at.
  const recipe = { labelSmoothing: LABEL_SMOOTHING, scheduledSampling: 0 } as Types["recipe"];
  return {
    model,
    compared: model.parameters,
    clip: { globalNorm: CLIP_NORM },
    batch: (): Types["batch"] => ({
      source: tokens(data.source),
      sourceLengths: [...data.sourceLengths],
      inputs: tokens(data.inputs),
      targets: tokens(data.targets),
      targetLengths: [...data.targetLengths],
    }),
    // It is a scalar, which a task's type does not say.
    loss: (batch: Types["batch"]) => task.loss(model, batch, recipe, Context.inference) as Scalar,
  };
}

function configOf({ size, vocabulary }: TranslationWork): Types["config"] {
  return {
    source: "en",
    target: "de",
    vocabularySize: vocabulary,
    embeddingSize: size,
    tiedEmbeddings: true,
    encoderCell: "lstm",
    encoderSize: size,
    encoderLayers: 1,
    decoderCell: "lstm",
    decoderSize: size,
    decoderLayers: 2,
    attention: "general",
    inputFeeding: false,
  };
}

function tokens({ values, shape }: Matrix<Int32Array>) {
  return tensor2d(values, shape as [number, number], "int32");
}
