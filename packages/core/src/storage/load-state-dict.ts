import { CheckpointError, ConfigError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import { fromInt8Rows } from "./int8-rows.ts";
import { readFile } from "./json.ts";
import { MODEL_WEIGHTS } from "./model-files.ts";
import { parseSafetensors, type TensorValues } from "./safetensors.ts";
import type { Storage } from "./storage.ts";

/** Named tensors: a parsed file, or values from anywhere. */
export interface StateDict {
  readonly tensors: ReadonlyMap<string, TensorValues>;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Where they come from, for error messages. */
  readonly where?: string;
}

/** Where named tensors are read from: a storage that has a safetensors file, its bytes, or what was read of it. */
export type StateSource = Storage | Uint8Array | ArrayBuffer | StateDict;

export interface LoadStateDictOptions {
  /** The file of a storage. Default model.safetensors. */
  readonly file?: string | undefined;
  /** The part of the file whose names start with it, such as "encoder."; it is cut off, and other names are left. */
  readonly prefix?: string | undefined;
  /**
   * The name here of a name in the file, without the prefix: by a function, or by a map, in which a name that is
   * not there stays as it is. What is undefined is left.
   */
  readonly rename?:
    | ((name: string) => string | undefined)
    | Readonly<Record<string, string | undefined>>
    | undefined;
}

/**
 * Reads named tensors, all or a part of them, under the names you want. Data are decoded when they are asked for; a
 * tensor of I8 that has a scale for each row beside it, "<name>_scale", is the values they stand for.
 *
 * @throws {CheckpointError} when the file is absent or damaged, or two tensors would have one name
 *
 * @example
 * const bytes = new Uint8Array(await (await fetch("/model.safetensors")).arrayBuffer());
 * const { tensors } = await loadStateDict(bytes, {
 *   prefix: "encoder.",
 *   rename: (name) => name.replace("lstm.", "rnn."),
 * });
 * console.log(tensors.get("rnn.weight_ih_l0")?.shape);
 */
export async function loadStateDict(
  source: StateSource,
  { file = MODEL_WEIGHTS, prefix = "", rename = {} }: LoadStateDictOptions = {},
): Promise<Required<StateDict>> {
  const { tensors, metadata = {}, where = "the state dict" } = await open(source, file);
  const nameHere = (name: string): string | undefined => {
    if (!name.startsWith(prefix)) return undefined;
    const rest = name.slice(prefix.length);
    if (typeof rename === "function") return rename(rest);
    return Object.hasOwn(rename, rest) ? rename[rest] : rest;
  };
  const renamed = new Map<string, TensorValues>();
  for (const [name, value] of fromInt8Rows(tensors, where)) {
    const here = nameHere(name);
    if (here === undefined) continue;
    if (renamed.has(here)) {
      throw new CheckpointError(
        `${where}: every tensor must have a name of its own, got two that are named ${describeValue(here)}, ` +
          `one of them from ${describeValue(name)}. Change \`rename\`.`,
      );
    }
    renamed.set(here, value);
  }
  // An entry may say which tensor another name stands for; then both are names.
  const notes = Object.entries(metadata).flatMap(([key, note]) => {
    if (!tensors.has(note)) return [[key, note]];
    const [alias, kept] = [nameHere(key), nameHere(note)];
    return alias === undefined || kept === undefined ? [] : [[alias, kept]];
  });
  return { tensors: renamed, metadata: Object.fromEntries(notes), where };
}

async function open(source: StateSource, file: string): Promise<StateDict> {
  if (source instanceof Uint8Array) return parseSafetensors(source, "the bytes");
  if (source instanceof ArrayBuffer) return parseSafetensors(new Uint8Array(source), "the bytes");
  if (isObject(source)) {
    if ("tensors" in source && source.tensors instanceof Map) return source;
    if ("read" in source)
      return parseSafetensors(await readFile(source, file), source.describe(file));
  }
  throw new ConfigError(
    "loadStateDict: the source must be a storage, the bytes of a safetensors file or { tensors } as a Map, got " +
      `${describeValue(source)}. Pass such as urlStorage("https://example.org/model/"), or the bytes of a fetch.`,
  );
}

/** JavaScript may pass anything. */
function isObject(source: unknown): source is object {
  return typeof source === "object" && source !== null;
}
