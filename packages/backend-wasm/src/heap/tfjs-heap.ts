import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import { BackendError } from "@unroll/core";

// All that this package knows of the insides of tfjs' wasm backend:
// - `wasm._malloc` and `wasm._free` manage its heap; malloc returns 0 when there is no more.
// - `wasm.asm.memory` is that heap, in its build with threads `wasm.wasmMemory`.
// - `dataIdMap.get(dataId).memoryOffset` is where a tensor lies, and `disposeData(dataId)` frees it.

interface TfjsModule {
  _malloc(bytes: number): number;
  _free(address: number): void;
  readonly asm: { readonly memory?: WebAssembly.Memory };
  readonly wasmMemory?: WebAssembly.Memory;
}

interface TfjsBackend {
  readonly wasm: TfjsModule;
  readonly dataIdMap: { get(dataId: object): { memoryOffset: number } };
  disposeData(dataId: object, force?: boolean): boolean;
}

/** Bytes that a heap with 32-bit addresses cannot hold. */
const MOST = 2 ** 32;

/** Bytes of a line of the processor's cache. */
const LINE = 64;

/** What {@link TfjsHeap.allocateLines} gives. */
export interface Lines {
  readonly address: number;
  /** What is to be freed. */
  readonly block: number;
}

/** The heap of tfjs' wasm module, on which all tensors of its backend lie. */
export class TfjsHeap {
  readonly memory: WebAssembly.Memory;
  readonly #backend: BackendWasm;
  readonly #module: TfjsModule;
  readonly #tensors: TfjsBackend["dataIdMap"];
  readonly #allocate: (bytes: number) => number;
  readonly #disposed: ((dataId: object) => void)[] = [];

  constructor(backend: BackendWasm) {
    const { wasm, dataIdMap } = backend as unknown as TfjsBackend;
    const memory = wasm?.wasmMemory ?? wasm?.asm?.memory;
    if (!(memory instanceof WebAssembly.Memory) || typeof wasm._malloc !== "function") {
      throw new BackendError(
        'useBackend: the heap of tfjs\' backend "wasm" must be found, got none. ' +
          "Use version 4.22 of @tensorflow/tfjs-backend-wasm, or cpu() of @unroll/backend-cpu.",
      );
    }
    this.memory = memory;
    this.#backend = backend;
    this.#module = wasm;
    this.#tensors = dataIdMap;
    // Emscripten's exports replace themselves when they are first called: after that, ours stay.
    wasm._free(wasm._malloc(LINE));
    const malloc = wasm._malloc.bind(wasm);
    this.#allocate = (bytes) => {
      // malloc takes 32 bits of a number, need not give anything for 0 bytes, and its result is negative
      // above 2 GB.
      const address = bytes < MOST ? malloc(Math.max(bytes, 16)) >>> 0 : 0;
      if (address === 0) throw outOfMemory(bytes, memory.buffer.byteLength);
      return address;
    };
    // tfjs takes 0 for an address like any other, and would write over its own data.
    wasm._malloc = this.#allocate;
    this.#reportDisposal();
  }

  /** Where a tensor's numbers lie. */
  addressOf({ dataId }: TensorInfo): number {
    return this.#tensors.get(dataId).memoryOffset;
  }

  /** A tensor of this shape, its numbers not set. */
  makeTensor(shape: number[], dtype: DataType): TensorInfo {
    return this.#backend.makeOutput(shape, dtype);
  }

  disposeTensor({ dataId }: TensorInfo): void {
    this.#backend.disposeData(dataId);
  }

  /**
   * Memory that begins with a line of the processor's cache: malloc aligns to 8 bytes, and reading a
   * vector that lies across two lines is slow.
   *
   * @throws {BackendError} when there is no more memory; it says how many bytes were asked for
   */
  allocateLines(bytes: number): Lines {
    const block = this.#allocate(bytes + LINE);
    return { address: block + ((-block >>> 0) % LINE), block };
  }

  freeLines({ block }: Lines): void {
    this.#module._free(block);
  }

  /** Calls the listener for every tensor's data that is freed. */
  onDisposed(listener: (dataId: object) => void): void {
    this.#disposed.push(listener);
  }

  #reportDisposal(): void {
    const backend = this.#backend as unknown as TfjsBackend;
    const disposeData = backend.disposeData.bind(backend);
    backend.disposeData = (dataId, force) => {
      const disposed = disposeData(dataId, force);
      if (disposed) for (const listener of this.#disposed) listener(dataId);
      return disposed;
    };
  }
}

function outOfMemory(bytes: number, heapBytes: number): BackendError {
  return new BackendError(
    `wasm: a block of ${bytes} bytes must fit into the heap, got none: the heap has ${heapBytes} bytes ` +
      "and 4 GB are the most it can have. Use smaller batches, or dispose of tensors that are no longer needed.",
  );
}
