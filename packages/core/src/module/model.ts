import { tensor, tidy, util } from "@tensorflow/tfjs-core";
import { CheckpointError } from "../errors.ts";
import { describeValue } from "../storage/describe-value.ts";
import {
  type LoadStateDictOptions,
  loadStateDict,
  type StateSource,
} from "../storage/load-state-dict.ts";
import { matchStateDict, type StateDictMatch } from "../storage/match-state-dict.ts";
import { type SaveStateDictOptions, saveStateDict } from "../storage/model-files.ts";
import { requireStorage } from "../storage/require-storage.ts";
import type { TensorValues } from "../storage/safetensors.ts";
import { underFirstNames } from "../storage/shared-tensors.ts";
import type { Storage } from "../storage/storage.ts";
import {
  type Aliases,
  disposeModule,
  type Module,
  nameParameters,
  type Parameters,
} from "./module.ts";
import { requireOptions } from "./require-options.ts";

export interface LoadOptions extends LoadStateDictOptions {
  /**
   * Whether every parameter must be in the file, and every name in the file be a parameter's, as in
   * torch.nn.Module.load_state_dict. Default true.
   */
  readonly strict?: boolean | undefined;
}

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
    this.layers = requireOptions(
      "Model",
      layers,
      "{ rnn: gru({ ... }), head: new Dense({ ... }) }",
    );
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
    requireStorage("Model.save", storage);
    const tensors = Object.entries(this.parameters).map(
      async ([name, value]) =>
        [name, { shape: value.shape, data: (await value.data()) as Float32Array }] as const,
    );
    const metadata = { ...(options.metadata ?? { format: "pt" }), ...this.aliases };
    const values = Object.fromEntries(await Promise.all(tensors));
    await saveStateDict(storage, values, { ...options, metadata });
  }

  /**
   * Reads the parameters from a storage, the bytes of a safetensors file, or what was read of one. Values of any
   * dtype (F64, BF16, I64, U8, ...) become float32. The model stays as it was when something does not fit. A shared
   * parameter may stand in the file under any of its names.
   *
   * @returns  which parameters were loaded, and what was left where not all names must fit
   * @throws {CheckpointError} when the file is damaged, a shape is another, or (with strict) a name
   *
   * @example
   * const head = new Dense({ inputSize: 4, outputSize: 2, rng: Rng.fromSeed(42) });
   * const model = new Model({ rnn: lstm({ inputSize: 3, hiddenSize: 4, rng: null }), head });
   * // The LSTM of a larger model from PyTorch; the head stays as it is.
   * const { missing } = await model.load(urlStorage("https://example.org/model/"), {
   *   prefix: "encoder.",
   *   rename: (name) => name.replace(/^lstm\./, "rnn."),
   *   strict: false,
   * });
   * console.log(missing); // [ 'head.weight', 'head.bias' ]
   */
  async load(source: StateSource, options: LoadOptions = {}): Promise<StateDictMatch> {
    const file = await loadStateDict(source, options);
    const stored = underFirstNames(file, Object.keys(this.parameters), this.aliases);
    const shapes = Object.entries(this.parameters).map(([name, { shape }]) => [name, shape]);
    const match = matchStateDict(Object.fromEntries(shapes), stored, file.where, options.strict);
    // All values before the first is assigned: one that cannot be read changes nothing.
    const values = match.loaded.map((name) => floatsOf(stored.get(name), name, file.where));
    tidy(() => {
      match.loaded.forEach((name, i) => {
        const parameter = this.parameters[name];
        parameter?.assign(tensor(values[i] ?? [], parameter.shape, "float32"));
      });
    });
    return match;
  }

  /** Frees the parameters. */
  dispose(): void {
    disposeModule(this);
  }
}

function floatsOf(stored: TensorValues | undefined, name: string, where: string): Float32Array {
  const { shape = [], data = [] } = stored ?? {};
  if (data.length !== util.sizeFromShape([...shape])) {
    throw new CheckpointError(
      `${where}: tensor ${describeValue(name)} must have as many values as shape [${shape}], got ${data.length}. ` +
        "Pass the shape of the data.",
    );
  }
  return data instanceof Float32Array ? data : Float32Array.from(data);
}
