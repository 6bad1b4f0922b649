import { tensor, tidy } from "@tensorflow/tfjs-core";
import { CheckpointError } from "../errors.ts";
import { readFile } from "../storage/json.ts";
import {
  MODEL_WEIGHTS,
  matchStateDict,
  type SaveStateDictOptions,
  saveStateDict,
} from "../storage/model-files.ts";
import { parseSafetensors } from "../storage/safetensors.ts";
import { underFirstNames } from "../storage/shared-tensors.ts";
import type { Storage } from "../storage/storage.ts";
import {
  type Aliases,
  disposeModule,
  type Module,
  nameParameters,
  type Parameters,
} from "./module.ts";

/**
 * A model: named layers that hold its parameters, which are named "layer.parameter", as a module with these
 * attributes would name them in PyTorch. Extend it with a `forward` of your own.
 *
 * @example
 * class Classifier extends Model<{ rnn: Sequence<GruState>; head: Dense }> {
 *   constructor(rng: Rng | null) {
 *     super({
 *       rnn: gru({ inputSize: 4, hiddenSize: 16, rng }),
 *       head: new Dense({ inputSize: 16, outputSize: 2, rng }),
 *     });
 *   }
 *
 *   forward(x: Tensor3D, context?: Context) {
 *     const { rnn, head } = this.layers;
 *     return tidy(() => head.forward(rnn.last(x, { context })));
 *   }
 * }
 *
 * const model = new Classifier(Rng.fromSeed(42));
 * await model.save(memoryStorage());
 */
export class Model<Layers extends Readonly<Record<string, Module>> = Record<string, Module>>
  implements Module
{
  readonly layers: Readonly<Layers>;
  /** Each once: what two layers share stands under its first name. */
  readonly parameters: Parameters;
  /** The other names of shared parameters, each with the one it stands under in `parameters`. */
  readonly aliases: Aliases;

  constructor(layers: Layers) {
    this.layers = layers;
    ({ parameters: this.parameters, aliases: this.aliases } = nameParameters(layers));
  }

  /** The number of values in all parameters, shared ones counted once and frozen ones too. */
  get parameterCount(): number {
    return Object.values(this.parameters).reduce((sum, value) => sum + value.size, 0);
  }

  /**
   * Writes the parameters as safetensors, by default model.safetensors. A shared one is written once; its
   * other names stand in the metadata, as safetensors' `save_model` puts them.
   * @throws {CheckpointError} when they cannot be written
   */
  async save(storage: Storage, options: SaveStateDictOptions = {}): Promise<void> {
    const tensors = Object.entries(this.parameters).map(
      async ([name, value]) =>
        [name, { shape: value.shape, data: (await value.data()) as Float32Array }] as const,
    );
    const metadata = { ...(options.metadata ?? { format: "pt" }), ...this.aliases };
    const values = Object.fromEntries(await Promise.all(tensors));
    await saveStateDict(storage, values, { ...options, metadata });
  }

  /**
   * Reads the parameters from safetensors. The model stays as it was when the file does not fit. A shared
   * parameter may stand in the file under any of its names.
   * @throws {CheckpointError} when the file is damaged or its names and shapes are not the model's
   */
  async load(storage: Storage, file: string = MODEL_WEIGHTS): Promise<void> {
    const where = storage.describe(file);
    const content = parseSafetensors(await readFile(storage, file), where);
    const stored = underFirstNames(content, Object.keys(this.parameters), this.aliases, where);
    const shapes = Object.entries(this.parameters).map(([name, { shape }]) => [name, shape]);
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
