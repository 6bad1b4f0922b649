import { requireStorage } from "./require-storage.ts";
import {
  type TensorToStore,
  type WriteSafetensorsOptions,
  writeSafetensors,
} from "./safetensors-writer.ts";
import type { Storage } from "./storage.ts";

/** The file of a model's parameters. */
export const MODEL_WEIGHTS = "model.safetensors";
/** The file of a model's config. */
export const MODEL_CONFIG = "config.json";

export interface SaveStateDictOptions extends WriteSafetensorsOptions {
  /** The file. Default model.safetensors. */
  readonly name?: string;
  /** Default { format: "pt" }: names and layout of PyTorch, as Hugging Face's libraries ask for. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes named tensors as a safetensors file.
 * @throws {CheckpointError} when it cannot be written
 *
 * @example
 * const mean = { shape: [3], data: Float32Array.of(0.1, 0.2, 0.3) };
 * await saveStateDict(memoryStorage(), { mean }, { name: "statistics.safetensors" });
 */
export async function saveStateDict(
  storage: Storage,
  tensors: Readonly<Record<string, TensorToStore>>,
  options: SaveStateDictOptions = {},
): Promise<void> {
  requireStorage("saveStateDict", storage);
  const { name = MODEL_WEIGHTS, metadata = { format: "pt" } } = options;
  const bytes = writeSafetensors(new Map(Object.entries(tensors)), metadata, options);
  await storage.write(name, bytes);
}
