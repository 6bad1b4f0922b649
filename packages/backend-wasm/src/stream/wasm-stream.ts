import type { NumberState, NumberStream, StreamCell } from "@unroll/core";
import type { Lines } from "../heap/tfjs-heap.ts";
import type { Runtime } from "../runtime.ts";
import { type CellAddresses, type CellStep, type CellSteps, cellStepsOf } from "./cell-steps.ts";

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** One cell of a stream: its size, its kernel, and where what it holds lies on the heap. */
interface PlacedCell {
  readonly run: CellStep;
  readonly hiddenSize: number;
  readonly memory: Lines;
  readonly addresses: CellAddresses;
  /** Addresses of the state by the names of its parts. */
  readonly state: Readonly<Record<string, number>>;
}

/**
 * A stream on the heap: input, output, state and scratch keep their places, so a step is a copy in, one
 * call of the module for each cell, and a copy out.
 */
export class WasmStream implements NumberStream {
  readonly #runtime: Runtime;
  readonly #cells: PlacedCell[] = [];
  readonly #batchSize: number;
  #floats: Float32Array;

  /** Undefined where a cell has no step here. */
  static open(
    runtime: Runtime,
    cells: readonly StreamCell[],
    batchSize: number,
    state: NumberState | undefined,
  ): WasmStream | undefined {
    const steps = cells.map(cellStepsOf);
    if (!steps.every((each) => each !== undefined)) return undefined;
    const stream = new WasmStream(runtime, batchSize);
    try {
      cells.forEach((cell, place) => {
        stream.#add(cell, steps[place] as CellSteps);
      });
    } catch (error) {
      stream.dispose();
      throw error;
    }
    stream.#write(state);
    return stream;
  }

  private constructor(runtime: Runtime, batchSize: number) {
    this.#runtime = runtime;
    this.#batchSize = batchSize;
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

  /** Places a cell upon those added before: its x is their y, and only the first has one of its own. */
  #add(cell: StreamCell, { gates, make, scratch, parts }: CellSteps): void {
    const { module, heap } = this.#runtime;
    const batchSize = this.#batchSize;
    const [rows, inputSize] = cell.weights.weightIh.shape;
    const hiddenSize = rows / gates;
    const below = this.#cells.at(-1)?.addresses.y;
    const xBytes = below === undefined ? FLOAT * batchSize * inputSize : 0;
    const hBytes = FLOAT * batchSize * hiddenSize;
    const scratchBytes = scratch(module, batchSize, hiddenSize);
    const memory = heap.allocateLines(xBytes + 3 * hBytes + scratchBytes);
    const y = memory.address + xBytes;
    const addresses = {
      x: below ?? memory.address,
      y,
      h: y + hBytes,
      c: y + 2 * hBytes,
      scratch: y + 3 * hBytes,
    };
    const state = Object.fromEntries(parts.map((part) => [part, addresses[part]]));
    const run = make(this.#runtime, cell, {
      batch: batchSize,
      input: inputSize,
      hidden: hiddenSize,
    });
    this.#cells.push({ run, hiddenSize, memory, addresses, state });
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
