import type { Tensor } from "@tensorflow/tfjs-core";
import type { Context, Dataset, Model, Rng, Storage } from "@unroll/core";
import type * as v from "valibot";
import type { DataFile, DataPlace, SplitName } from "./data/data-place.ts";
import type { Figure, Judgement } from "./evaluation/judgement.ts";
import type { WorkOptions } from "./inference/in-batches.ts";
import type { TrainingRecipe } from "./training/recipe.ts";

/** The types of a task, which a {@link Task} is written in. */
export interface TaskTypes {
  /** What config.json says of a model besides how it was trained: plain data. */
  config: object;
  /** All that shapes a model and its training. */
  recipe: TrainingRecipe;
  /** What is learned from. */
  data: unknown;
  /** One thing to judge a model by. */
  example: unknown;
  /** Tensors of one training step. */
  batch: unknown;
  /** What a model needs besides config and weights, such as a tokenizer. */
  parts: object;
  model: Model;
  /** The names of what is measured. */
  figure: string;
  /** What uses a model: a class that extends `Pipeline`. */
  pipeline: { dispose(): void };
}

/**
 * What a task says of itself, in plain functions and schemas. Everything else exists once for all of
 * them: training with checkpoints and resume, evaluation, saving and loading, the model card, the life
 * of a pipeline, the command line.
 */
export interface Task<T extends TaskTypes = TaskTypes> {
  /** As Hugging Face names it. */
  readonly name: string;
  /** In one line. */
  readonly summary: string;
  /** What its examples are, in the plural: "texts". */
  readonly examples: string;
  /** What is measured, by name. The first says which weights are the best. */
  readonly figures: { readonly [Name in T["figure"]]: Figure };

  /** What config.json holds besides the task's name and the training. */
  readonly config: v.GenericSchema<unknown, T["config"]>;
  /**
   * Every hyper-parameter with its default: those of {@link trainingEntries} and the task's own. One with a
   * v.description is an option of `unroll train`: `hiddenSize` is `--hidden-size <value>`.
   */
  readonly recipe: v.ObjectEntries;

  /** Reads what is trained on, and what judges it meanwhile. */
  read(place: DataPlace, options: ReadOptions<T["recipe"]>): Promise<T["data"]>;
  /** Reads one part of a data set, to judge a model of this config by. */
  readSplit(
    place: DataPlace,
    split: SplitName,
    config: T["config"],
  ): Promise<readonly T["example"][]>;

  /**
   * Gets ready to train: learns what comes before the weights, such as a vocabulary.
   * @throws {DataError} when the data do not fit together
   */
  prepare(
    data: T["data"],
    options: PrepareOptions<T["recipe"]>,
  ): Prepared<T> | Promise<Prepared<T>>;
  /** Makes a model; without `start` its weights stay 0, for a model that will be loaded. */
  model(config: T["config"], start?: ModelStart<T["recipe"]>): T["model"];
  /** The loss of a batch, a scalar. */
  loss(model: T["model"], batch: T["batch"], recipe: T["recipe"], context: Context): Tensor;

  /** The files of a model besides config.json and model.safetensors. */
  readonly parts: {
    /** @throws {CheckpointError} when a file is absent, damaged or does not belong to the config */
    load(storage: Storage, config: T["config"]): Promise<T["parts"]>;
    save(parts: T["parts"], storage: Storage): Promise<void>;
  };
  /** Puts a pipeline around a model, which it owns from then on. */
  pipeline(loaded: Loaded<T>): T["pipeline"];
  /**
   * Judges a pipeline by examples; there is at least one.
   * @throws {DataError} when an example is none for this model
   */
  evaluate(
    pipeline: T["pipeline"],
    examples: readonly T["example"][],
    options: WorkOptions,
  ): Promise<Judgement<T["figure"]>>;

  /** Its part of the model card. */
  card(config: T["config"]): TaskCard;
  /** How the command line runs it. */
  readonly command: TaskCommand;
}

export interface ReadOptions<Recipe = unknown> {
  /** Determines what is set aside where a data set has no part to judge by. */
  seed: number;
  /** What differs from the default recipe, as `train` takes it: it may say what to read. Default: nothing. */
  recipe?: Partial<Recipe> | undefined;
}

export interface PrepareOptions<Recipe> {
  recipe: Recipe;
  /** Determines all that is random. */
  rng: Rng;
}

/** What a training starts from. */
export interface Prepared<T extends TaskTypes> {
  config: T["config"];
  parts: T["parts"];
  train: Dataset<T["batch"]>;
  /** What judges the model while it trains. */
  dev: readonly T["example"][];
}

/** What the initial weights are drawn with. */
export interface ModelStart<Recipe> {
  rng: Rng;
  recipe: Recipe;
}

/** What the files of a model hold. */
export interface Loaded<T extends TaskTypes> {
  readonly task: Task<T>;
  readonly config: ModelConfig<T>;
  readonly parts: T["parts"];
  readonly model: T["model"];
}

/** config.json of a model: what every one says, and what its task says of it. */
export type ModelConfig<T extends TaskTypes> = T["config"] & {
  format: "unroll";
  version: 1;
  /** The task's name. */
  task: string;
  /** How it was trained. */
  training?: TrainingOrigin<T["recipe"]> | undefined;
};

export interface TrainingOrigin<Recipe> {
  seed: number;
  /** How many examples it was trained on. */
  examples: number;
  recipe: Recipe;
}

/** What a model card says that only the task knows. */
export interface TaskCard {
  /** "Sentiment model" */
  title: string;
  /** As Hugging Face sorts models: "text-classification". */
  pipelineTag: string;
  /** What kind of network it is: "A bidirectional LSTM". */
  network: string;
  /** What the model is like, by name. */
  facts: Readonly<Record<string, string | number>>;
}

/** What a task takes on the command line: arguments, or lines of standard input. */
export interface InputKinds {
  texts: string;
  /** Several numbers in one argument or line, between commas or spaces. */
  numbers: number[];
  /** Paths; never lines of standard input. */
  files: DataFile;
}

/** How `unroll run` calls the `run` of a task's pipeline and shows its answers. */
export interface TaskCommand {
  /** What `--data` takes, for the help. Default: a folder or a file of the task's examples. */
  readonly data?: string;
  readonly input: keyof InputKinds;
  /** What an input is called in a line of JSON: "text". */
  readonly inputName: string;
  /** What follows `unroll run <task>` in an example. */
  readonly example: string;
  /** Options of the pipeline's `run`, each with a v.description: `topK` is `--top-k <value>`. */
  readonly options?: v.ObjectEntries;
  /** An answer as one line for people. */
  show(answer: object): string;
  /** Whether the input stands behind the answer in that line. Default true. */
  readonly showInput?: boolean;
}
