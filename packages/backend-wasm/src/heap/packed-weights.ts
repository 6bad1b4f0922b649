import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Lines, TfjsHeap } from "./tfjs-heap.ts";

interface Packed {
  readonly lines: Lines;
  /** What was packed; a tensor seen in another shape is packed anew. */
  readonly shape: readonly number[];
}

/**
 * Weights in the order in which kernels read them, packed once for each version of the weights: a
 * tensor's data never changes, and a variable that is assigned gets data of its own.
 */
export class PackedWeights {
  readonly #heap: TfjsHeap;
  readonly #byData = new WeakMap<object, Map<string, Packed>>();

  constructor(heap: TfjsHeap) {
    this.#heap = heap;
    heap.onDisposed((dataId) => this.#drop(dataId));
  }

  /**
   * Where the packed weights lie.
   *
   * @param use    what they are packed for
   * @param bytes  how many they take
   * @param pack   writes them to the given address
   */
  get(weights: TensorInfo, use: string, bytes: () => number, pack: (to: number) => void): number {
    const { dataId, shape } = weights;
    let uses = this.#byData.get(dataId);
    if (uses === undefined) {
      uses = new Map();
      this.#byData.set(dataId, uses);
    }
    const found = uses.get(use);
    if (found !== undefined && sameShape(found.shape, shape)) return found.lines.address;
    if (found !== undefined) {
      uses.delete(use);
      this.#heap.freeLines(found.lines);
    }
    const lines = this.#heap.allocateLines(bytes());
    pack(lines.address);
    uses.set(use, { lines, shape });
    return lines.address;
  }

  #drop(dataId: object): void {
    const uses = this.#byData.get(dataId);
    if (uses === undefined) return;
    for (const { lines } of uses.values()) this.#heap.freeLines(lines);
    this.#byData.delete(dataId);
  }
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((size, axis) => size === b[axis]));
}
