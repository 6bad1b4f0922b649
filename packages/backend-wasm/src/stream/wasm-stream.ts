import type { NumberState, NumberStream, StreamCell } from "@unroll/core";
import type { Lines } from "../heap/tfjs-heap.ts";
import type { Runtime } from "../runtime.ts";
import { type CellStep, cellSteps } from "./cell-steps.ts";

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** One cell of a stream: its sizes, its kernel, and where what it holds lies on the heap. */
interface PlacedCell {
  readonly run: CellStep;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly memory: Lines;
  readonly addresses: CellAddresses;
  /** Addresses of the state by the names of its parts. */
  readonly state: Readonly<Record<string, number>>;
}

/** Where a cell finds and leaves its numbers. The state is overwritten by the next one. */
export interface CellAddresses {
  /** [batch, inputSize] */
  readonly x: number;
  /** [batch, hiddenSize] */
  readonly y: number;
  readonly h: number;
  /** LSTM only. */
  readonly c: number;
  readonly scratch: number;
}

/**
 * A stream on the heap: input, output, state and scratch keep their places, so a step is a copy in, one
 * call of the module for each cell, and a copy out.
 */
export class WasmStream implements NumberStream {
  readonly #runtime: Runtime;
  readonly #cells: readonly PlacedCell[];
  readonly #batchSize: number;
  #floats: Float32Array;

  /** Undefined where a cell has no step here. */
  static open(
    runtime: Runtime,
    cells: readonly StreamCell[],
    batchSize: number,
    state: NumberState | undefined,
  ): WasmStream | undefined {
    const steps = cells.map(({ kind }) =>
      Object.hasOwn(cellSteps, kind) ? cellSteps[kind] : undefined,
    );
    if (steps.includes(undefined)) return undefined;
    const stream = new WasmStream(runtime, batchSize, cells, steps as (typeof cellSteps)[string][]);
    stream.#write(state);
    return stream;
  }

  private constructor(
    runtime: Runtime,
    batchSize: number,
    cells: readonly StreamCell[],
    steps: readonly (typeof cellSteps)[string][],
  ) {
    this.#runtime = runtime;
    this.#batchSize = batchSize;
    const placed: PlacedCell[] = [];
    this.#cells = placed;
    try {
      cells.forEach((cell, place) => {
        const { make, scratch, parts } = steps[place] as (typeof cellSteps)[string];
        const hiddenSize = cell.weights.weightHh.shape[1] as number;
        const inputSize = cell.weights.weightIh.shape[1] as number;
        const [xBytes, hBytes] = [inputSize, hiddenSize].map(
          (size) => FLOAT * batchSize * size,
        ) as [number, number];
        const scratchBytes = scratch(runtime.module, batchSize, hiddenSize);
        const memory = runtime.heap.allocateLines(xBytes + 3 * hBytes + scratchBytes);
        const y = memory.address + xBytes;
        const addresses = {
          x: placed.at(-1)?.addresses.y ?? memory.address,
          y,
          h: y + hBytes,
          c: y + 2 * hBytes,
          scratch: y + 3 * hBytes,
        };
        const state = Object.fromEntries(parts.map((part) => [part, addresses[part]]));
        const run = make(runtime, cell, batchSize);
        placed.push({ run, inputSize, hiddenSize, memory, addresses, state });
      });
    } catch (error) {
      this.dispose();
      throw error;
    }
    this.#floats = new Float32Array(runtime.heap.memory.buffer);
  }

  step(x: Float32Array): Float32Array {
    const cells = this.#cells;
    this.#view().set(x, (cells[0] as PlacedCell).addresses.x / FLOAT);
    for (let place = 0; place < cells.length; place++) {
      const { run, addresses } = cells[place] as PlacedCell;
      run(addresses);
    }
    const { addresses, hiddenSize } = cells[cells.length - 1] as PlacedCell;
    return this.#copy(addresses.y, hiddenSize);
  }

  read(): NumberState {
    return this.#cells.map(({ state, hiddenSize }) => {
      const numbers: NumberState[number] = {};
      for (const part in state) numbers[part] = this.#copy(state[part] as number, hiddenSize);
      return numbers;
    });
  }

  dispose(): void {
    for (const { memory } of this.#cells) this.#runtime.heap.freeLines(memory);
  }

  #write(numbers: NumberState | undefined): void {
    const floats = this.#view();
    this.#cells.forEach(({ state, hiddenSize }, place) => {
      for (const part in state) {
        const at = (state[part] as number) / FLOAT;
        const values = numbers?.[place]?.[part];
        if (values) floats.set(values, at);
        else floats.fill(0, at, at + this.#batchSize * hiddenSize);
      }
    });
  }

  #copy(address: number, size: number): Float32Array {
    const at = address / FLOAT;
    return this.#view().slice(at, at + this.#batchSize * size);
  }

  /** The heap's numbers; a new view after the heap has grown. */
  #view(): Float32Array {
    const { buffer } = this.#runtime.heap.memory;
    if (this.#floats.buffer !== buffer) this.#floats = new Float32Array(buffer);
    return this.#floats;
  }
}
