import { tensor, tidy } from "@tensorflow/tfjs-core";
import { CheckpointError } from "../errors.ts";
import {
  loadStateDict,
  MODEL_WEIGHTS,
  matchStateDict,
  type SaveStateDictOptions,
  saveStateDict,
} from "../storage/model-files.ts";
import type { Storage } from "../storage/storage.ts";
import { disposeModule, joinParameters, type Module, type Parameters } from "./module.ts";

/**
 * A model: plain data that describes it, and named layers that hold its parameters.
 *
 * Extend it with a `forward` of your own. Its parameters are named "layer.parameter", as a module
 * with these attributes would name them in PyTorch.
 */
export class Model<Config = unknown, Layers extends Record<string, Module> = Record<string, Module>>
  implements Module
{
  readonly config: Config;
  readonly layers: Readonly<Layers>;
  readonly parameters: Parameters;

  constructor(config: Config, layers: Layers) {
    this.config = config;
    this.layers = layers;
    this.parameters = joinParameters(layers);
  }

  /** The number of trained values. */
  get parameterCount(): number {
    return Object.values(this.parameters).reduce((sum, value) => sum + value.size, 0);
  }

  /**
   * Writes the parameters as safetensors, by default model.safetensors.
   * @throws {CheckpointError} when they cannot be written
   */
  async save(storage: Storage, options?: SaveStateDictOptions): Promise<void> {
    const tensors = Object.entries(this.parameters).map(
      async ([name, value]) =>
        [name, { shape: value.shape, data: (await value.data()) as Float32Array }] as const,
    );
    await saveStateDict(storage, Object.fromEntries(await Promise.all(tensors)), options);
  }

  /**
   * Reads the parameters from safetensors. The model stays as it was when the file does not fit.
   * @throws {CheckpointError} when the file is damaged or its names and shapes are not the model's
   */
  async load(storage: Storage, file: string = MODEL_WEIGHTS): Promise<void> {
    const stored = await loadStateDict(storage, file);
    const shapes = Object.entries(this.parameters).map(([name, { shape }]) => [name, shape]);
    const where = storage.describe(file);
    matchStateDict(Object.fromEntries(shapes), stored, where);
    for (const [name, { data }] of stored) {
      if (!(data instanceof Float32Array)) {
        throw new CheckpointError(
          `${where}: tensor "${name}" must be floating point of 32 bits or less, got ${data.constructor.name}. Convert it.`,
        );
      }
    }
    tidy(() => {
      for (const [name, value] of Object.entries(this.parameters)) {
        value.assign(tensor(stored.get(name)?.data as Float32Array, value.shape));
      }
    });
  }

  /** Frees the parameters. */
  dispose(): void {
    disposeModule(this);
  }
}
