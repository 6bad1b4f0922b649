import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { fingerprint } from "@unroll/core";

/** Texts as word ids, one after the other in a single array. */
export class EncodedTexts {
  readonly #ids: Int32Array;
  /** Where each text begins; one more, for the end. */
  readonly #starts: Uint32Array;

  constructor(texts: Iterable<string>, encode: (text: string) => readonly number[]) {
    const starts = [0];
    let ids = new Int32Array(1024);
    let end = 0;
    for (const text of texts) {
      const words = encode(text);
      if (end + words.length > ids.length) {
        const larger = new Int32Array(2 * (end + words.length));
        larger.set(ids);
        ids = larger;
      }
      ids.set(words, end);
      end += words.length;
      starts.push(end);
    }
    this.#ids = ids.slice(0, end);
    this.#starts = Uint32Array.from(starts);
  }

  get size(): number {
    return this.#starts.length - 1;
  }

  /** The number of words of a text. */
  length(index: number): number {
    return (this.#starts[index + 1] as number) - (this.#starts[index] as number);
  }

  /** Identifies these texts, for `Dataset.fingerprint`. */
  get fingerprint(): string {
    return fingerprint(this.#ids, this.#starts);
  }

  /**
   * Texts as one batch, the shorter ones filled up with 0.
   * @returns tokens [batch, time], int32, which the caller disposes
   */
  batch(indices: ArrayLike<number>): { tokens: Tensor2D; lengths: number[] } {
    const rows = Array.from(indices);
    const lengths = rows.map((index) => this.length(index));
    // One step at least: a batch of empty texts is a batch too.
    const timeSteps = Math.max(1, ...lengths);
    const padded = new Int32Array(rows.length * timeSteps);
    rows.forEach((index, row) => {
      const start = this.#starts[index] as number;
      const end = this.#starts[index + 1] as number;
      padded.set(this.#ids.subarray(start, end), row * timeSteps);
    });
    return { tokens: tensor2d(padded, [rows.length, timeSteps], "int32"), lengths };
  }
}
