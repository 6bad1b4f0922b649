import { ConfigError } from "../errors.ts";
import { dropoutMask } from "./dropout-mask.ts";
import { threefry } from "./threefry.ts";

const TWO_POW_32 = 2 ** 32;

/**
 * A seeded stream of random numbers, the same bits on every backend and machine.
 *
 * A stream is a key and a counter. `fold` derives independent streams by name or number, so that
 * what is drawn for one purpose (a layer's weights, the dropout of step 812) does not depend on
 * what was drawn before it: that is what makes a resumed training equal an uninterrupted one.
 *
 * @example
 * const rng = Rng.fromSeed(42);
 * const rnn = lstm({ inputSize: 4, hiddenSize: 16, rng: rng.fold("rnn") });
 * const shuffled = rng.fold("shuffle").permutation(100);
 */
export class Rng {
  readonly #key0: number;
  readonly #key1: number;
  readonly #block = new Uint32Array(2);
  #counter = 0;
  #claims = 0;

  private constructor(key0: number, key1: number) {
    this.#key0 = key0;
    this.#key1 = key1;
  }

  /** @param seed  an integer from 0 to 2^53 - 1 */
  static fromSeed(seed: number): Rng {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new ConfigError(
        `Rng.fromSeed: seed must be an integer from 0 to 2^53 - 1, got ${seed}. Pass such as 42.`,
      );
    }
    return new Rng(seed >>> 0, Math.floor(seed / TWO_POW_32));
  }

  /** An independent stream, determined by this stream's key and `label` alone. */
  fold(label: string | number): Rng {
    // A named stream and a numbered one differ in the counter's upper word.
    const [low, high] =
      typeof label === "number"
        ? [label >>> 0, Math.floor(label / TWO_POW_32) >>> 0]
        : [hash(label), 0xffffffff];
    const out = new Uint32Array(2);
    threefry(~this.#key0, this.#key1, low, high, out);
    return new Rng(out[0] as number, out[1] as number);
  }

  /**
   * A stream for one layer's weights, from its start: this one at the first claim, an independent one
   * at every later claim, so that layers which are given the same stream do not start alike. Every
   * layer claims what it is given; one of your own does so once.
   */
  claim(): Rng {
    const claims = this.#claims++;
    return claims === 0 ? new Rng(this.#key0, this.#key1) : this.fold(`claim ${claims}`);
  }

  /** The next 32 random bits, as an integer from 0 to 2^32 - 1. */
  nextUint32(): number {
    const lane = this.#counter % 2;
    if (lane === 0) {
      const block = this.#counter / 2;
      threefry(this.#key0, this.#key1, block >>> 0, Math.floor(block / TWO_POW_32), this.#block);
    }
    this.#counter++;
    return this.#block[lane] as number;
  }

  /**
   * Takes the words of the next `size` numbers as they lie in whole blocks, for a kernel that draws them
   * itself: words 2b and 2b + 1 of the stream are those of Threefry's block b.
   */
  take(size: number): { key0: number; key1: number; block: number } {
    const block = Math.ceil(this.#counter / 2);
    this.#counter = 2 * (block + Math.ceil(size / 2));
    return { key0: this.#key0, key1: this.#key1, block };
  }

  /** A number in [0, 1), a multiple of 2^-32. */
  nextUniform(): number {
    return this.nextUint32() / TWO_POW_32;
  }

  /** An integer in [0, bound), without bias. */
  nextInt(bound: number): number {
    const limit = TWO_POW_32 - (TWO_POW_32 % bound);
    let bits = this.nextUint32();
    while (bits >= limit) {
      bits = this.nextUint32();
    }
    return bits % bound;
  }

  /** `size` numbers, uniform in [low, high). */
  uniform(size: number, low = 0, high = 1): Float32Array {
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) {
      values[i] = low + (high - low) * this.nextUniform();
    }
    return values;
  }

  /** `size` normally distributed numbers.  Source: Box & Muller 1958. */
  normal(size: number, mean = 0, standardDeviation = 1): Float32Array {
    const values = new Float32Array(size);
    for (let i = 0; i < size; i += 2) {
      const radius = standardDeviation * Math.sqrt(-2 * Math.log(1 - this.nextUniform()));
      const angle = 2 * Math.PI * this.nextUniform();
      values[i] = mean + radius * Math.cos(angle);
      if (i + 1 < size) {
        values[i + 1] = mean + radius * Math.sin(angle);
      }
    }
    return values;
  }

  /** A dropout mask: 0 with probability `rate`, else 1 / (1 - rate). It takes whole blocks. */
  dropoutMask(size: number, rate: number): Float32Array {
    return dropoutMask(size, rate, this.take(size));
  }

  /** The numbers 0..size-1 in random order.  Source: Fisher & Yates; Durstenfeld 1964. */
  permutation(size: number): Uint32Array {
    const order = Uint32Array.from({ length: size }, (_, i) => i);
    for (let i = size - 1; i > 0; i--) {
      const j = this.nextInt(i + 1);
      const swapped = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swapped;
    }
    return order;
  }
}

/** 32 bits of a string: FNV-1a over its UTF-16 units. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  }
  return bits >>> 0;
}
