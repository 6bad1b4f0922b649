import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { BackendError } from "@unroll/core";
import { PackedWeights } from "./heap/packed-weights.ts";
import { shareIdentity } from "./heap/shared-identity.ts";
import { type Lines, TfjsHeap } from "./heap/tfjs-heap.ts";
import { chooseBuild, compileBuild } from "./module/builds.ts";
import type { KernelModule } from "./module/exports.ts";

/** Our module on the heap of a tfjs backend, and what the kernels need to call it. */
export class Runtime {
  readonly module: KernelModule;
  readonly heap: TfjsHeap;
  readonly packed: PackedWeights;

  constructor(heap: TfjsHeap, module: KernelModule) {
    this.heap = heap;
    this.module = module;
    this.packed = new PackedWeights(heap);
    module.placeConstants(heap.allocateLines(module.CONSTANTS_BYTES.value).address);
  }

  /** Where a tensor's numbers lie; 0 where there is no tensor. */
  address(tensor: TensorInfo | undefined): number {
    return tensor === undefined ? 0 : this.heap.addressOf(tensor);
  }

  /**
   * Makes tensors of these shapes, has them computed, and returns them. When that fails, none is left.
   *
   * @param shapes        float32; the outputs from `integersFrom` on are int32
   * @param scratchBytes  how much memory the work needs besides, for as long as it lasts
   * @param compute       is given the scratch' address and those of the tensors
   */
  run<const Shapes extends readonly (readonly number[])[]>(
    shapes: Shapes,
    scratchBytes: number,
    compute: (scratch: number, ...outputs: number[]) => void,
    integersFrom = shapes.length,
  ): Tensors<Shapes> {
    const { heap } = this;
    const outputs: TensorInfo[] = [];
    const addresses: number[] = [];
    let scratch: Lines | undefined;
    try {
      for (let place = 0; place < shapes.length; place++) {
        const shape = shapes[place] as number[];
        const output = heap.makeTensor(shape, place < integersFrom ? "float32" : "int32");
        outputs.push(output);
        addresses.push(heap.addressOf(output));
      }
      if (scratchBytes > 0) scratch = heap.allocateLines(scratchBytes);
      compute(scratch?.address ?? 0, ...addresses);
    } catch (error) {
      for (const output of outputs) heap.disposeTensor(output);
      throw error;
    } finally {
      if (scratch !== undefined) heap.freeLines(scratch);
    }
    return outputs as Tensors<Shapes>;
  }
}

/** Tensors of these shapes. */
type Tensors<Shapes extends readonly (readonly number[])[]> = {
  -readonly [K in keyof Shapes]: TensorInfo & { shape: [...Shapes[K]] };
};

const runtimes = new WeakMap<BackendWasm, Runtime>();
let latest: { backend: BackendWasm; runtime: Runtime } | undefined;

/** Makes the runtime on a backend: its heap, and our module on that. */
export type MakeRuntime = (backend: BackendWasm) => Promise<Runtime>;

/** Puts our module on a backend's heap, once. */
export async function attachRuntime(
  backend: BackendWasm,
  make: MakeRuntime = makeRuntime,
): Promise<void> {
  if (runtimes.has(backend)) return;
  const runtime = await make(backend);
  shareIdentity();
  runtimes.set(backend, runtime);
}

const makeRuntime: MakeRuntime = async (backend) => {
  const heap = new TfjsHeap(backend);
  const module = await compileBuild(chooseBuild(heap.memory));
  const { exports } = await WebAssembly.instantiate(module, imports(heap));
  return new Runtime(heap, exports as unknown as KernelModule);
};

/** What the module imports. */
export function imports(heap: TfjsHeap): WebAssembly.Imports {
  return { env: { memory: heap.memory }, math: { log: Math.log } };
}

/** The runtime on a backend. */
export function runtimeOf(backend: BackendWasm): Runtime {
  if (latest?.backend === backend) return latest.runtime;
  const runtime = runtimes.get(backend);
  if (runtime === undefined) {
    throw new BackendError(
      "wasm: the backend must be started by useBackend(wasm()), got one that tfjs started anew. Call useBackend(wasm()) again.",
    );
  }
  latest = { backend, runtime };
  return runtime;
}
