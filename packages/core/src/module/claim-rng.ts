import { ConfigError } from "../errors.ts";
import { Rng } from "../random/rng.ts";

/**
 * The stream of one layer's initial weights; null for weights that will be loaded.
 * @throws {ConfigError} when `rng` is neither, as JavaScript lets through
 */
export function claimRng(where: string, rng: Rng | null): Rng | null {
  requireRng(where, rng);
  return rng === null ? null : rng.claim();
}

/** @throws {ConfigError} unless `rng` is a stream, or null for weights that will be loaded */
export function requireRng(where: string, rng: unknown): asserts rng is Rng | null {
  if (rng !== null && !(rng instanceof Rng)) {
    throw new ConfigError(
      `${where}: rng must be an Rng or null, got ${typeof rng === "object" ? "another object" : rng}. ` +
        "Pass Rng.fromSeed(42), or null for weights that will be loaded.",
    );
  }
}
