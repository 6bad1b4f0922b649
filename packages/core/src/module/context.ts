import { ConfigError } from "../errors.ts";
import { Rng } from "../random/rng.ts";

/**
 * How a forward pass is meant: to answer, or to train, with random numbers for what drops out.
 *
 * Pass it on to every layer that takes one. `Trainer` hands one to the loss.
 *
 * @example
 * const dropout = new Dropout({ rate: 0.5 });
 * dropout.forward(ones([2, 3]), Context.inference); // ones
 * dropout.forward(ones([2, 3]), Context.training(Rng.fromSeed(42))); // zeros and twos
 */
export class Context {
  /** Nothing is dropped. */
  static readonly inference = new Context(undefined);

  readonly #rng: Rng | undefined;

  private constructor(rng: Rng | undefined) {
    this.#rng = rng;
  }

  /**
   * @param rng  what layers draw their masks from, one after the other: each mask is another
   * @throws {ConfigError} when there is none, as JavaScript lets through
   */
  static training(rng: Rng): Context {
    if (!(rng instanceof Rng)) {
      throw new ConfigError(
        `Context.training: rng must be an Rng, got ${rng === null ? "null" : typeof rng}. Pass Rng.fromSeed(42).`,
      );
    }
    return new Context(rng);
  }

  get training(): boolean {
    return this.#rng !== undefined;
  }

  /** @throws {ConfigError} in inference */
  get rng(): Rng {
    if (this.#rng === undefined) {
      throw new ConfigError(
        "Context.rng: the context must be one of training, got Context.inference. " +
          "Ask for `training` first, or pass Context.training(Rng.fromSeed(42)).",
      );
    }
    return this.#rng;
  }

  /** The same mode with an independent stream, determined by this one's key and `label` alone. */
  fold(label: string | number): Context {
    return this.#rng ? new Context(this.#rng.fold(label)) : this;
  }
}
