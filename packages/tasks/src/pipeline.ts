import {
  type FloatStorage,
  MODEL_CONFIG,
  type Storage,
  UnrollError,
  writeJson,
} from "@unroll/core";
import type { Loaded, ModelConfig, Task, TaskTypes } from "./task.ts";

export interface SaveOptions {
  /** How the weights are stored: "F16" takes half the space, "I8" a quarter. Default "F32". */
  dtype?: FloatStorage | undefined;
}

/**
 * A trained model in use. A task's own pipeline extends it with what it answers; this is what all of
 * them share: they own their model, save it and free it.
 */
export abstract class Pipeline<T extends TaskTypes> {
  readonly task: Task<T>;
  readonly config: ModelConfig<T>;
  readonly parts: T["parts"];
  readonly #model: T["model"];
  #disposed = false;

  /** The pipeline owns the model from now on. */
  constructor({ task, config, parts, model }: Loaded<T>) {
    this.task = task;
    this.config = config;
    this.parts = parts;
    this.#model = model;
  }

  /** Answers several inputs; tasks say which, with which options. */
  abstract run(inputs: never, options?: never): Promise<unknown>;

  /** @throws {UnrollError} when the pipeline is disposed */
  get model(): T["model"] {
    if (!this.#disposed) return this.#model;
    throw new UnrollError(
      `pipeline("${this.task.name}"): the pipeline must not be disposed, got a disposed one. Load it again.`,
    );
  }

  /**
   * Writes config.json, the task's own files and model.safetensors.
   * @throws {CheckpointError} when a file cannot be written
   */
  async save(storage: Storage, { dtype = "F32" }: SaveOptions = {}): Promise<void> {
    const { model } = this;
    await writeJson(storage, MODEL_CONFIG, this.config);
    await this.task.parts.save(this.parts, storage);
    // Last: where there are weights, there is a whole model.
    await model.save(storage, { dtype });
  }

  /** Frees the model. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#model.dispose();
  }
}
