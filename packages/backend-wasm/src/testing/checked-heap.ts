import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { type Lines, TfjsHeap } from "../heap/tfjs-heap.ts";

/** The part of tfjs' module that hands out memory. */
interface Allocator {
  _malloc(bytes: number): number;
  _free(block: number): void;
}

/**
 * A heap that knows to the byte what it has handed out, so that what a kernel reads and writes can be
 * checked against it. Blocks do not touch: malloc keeps its own numbers between them.
 */
export class CheckedHeap extends TfjsHeap {
  /** Bytes by the address of what may be used now. */
  readonly #live = new Map<number, number>();
  /** The same addresses, ascending. */
  #sorted: number[] | undefined;
  #checks = 0;

  constructor(backend: BackendWasm) {
    super(backend);
    const { wasm } = backend as unknown as { wasm: Allocator };
    const malloc = wasm._malloc;
    const free = wasm._free.bind(wasm);
    wasm._malloc = (bytes) => this.#keep(malloc(bytes), bytes);
    wasm._free = (block) => {
      this.#forget(block);
      free(block);
    };
  }

  /** How many blocks are in use. */
  get blocks(): number {
    return this.#live.size;
  }

  /** How many accesses were checked so far. */
  get checks(): number {
    return this.#checks;
  }

  override allocateLines(bytes: number): Lines {
    const lines = super.allocateLines(bytes);
    this.#keep(lines.address, bytes);
    return lines;
  }

  override freeLines(lines: Lines): void {
    this.#forget(lines.address);
    super.freeLines(lines);
  }

  /** @throws {RangeError} unless these bytes lie within one block */
  check(address: number, bytes: number, write: boolean): void {
    this.#checks++;
    if (bytes === 0) return;
    const from = address >>> 0;
    const start = this.#startBefore(from);
    const end = start === undefined ? 0 : start + (this.#live.get(start) ?? 0);
    if (start === undefined || from + (bytes >>> 0) > end) {
      throw new RangeError(
        `A kernel must ${write ? "write" : "read"} only what it was given, got ${bytes} bytes at ${from}; ` +
          `the block before begins at ${start} and ends at ${end}.`,
      );
    }
  }

  #keep(address: number, bytes: number): number {
    this.#live.set(address >>> 0, bytes);
    this.#sorted = undefined;
    return address;
  }

  #forget(address: number): void {
    this.#live.delete(address >>> 0);
    this.#sorted = undefined;
  }

  /** The start of the last block that does not begin after `address`. */
  #startBefore(address: number): number | undefined {
    this.#sorted ??= [...this.#live.keys()].sort((a, b) => a - b);
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] as number) <= address) low = middle + 1;
      else high = middle;
    }
    return this.#sorted[low - 1];
  }
}
