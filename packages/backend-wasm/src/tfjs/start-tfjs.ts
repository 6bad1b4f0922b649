/// <reference path="./tfjs-scripts.d.ts" />
// tfjs' backend "wasm", started with a module that this package brings. tfjs itself looks for three files whose
// place a page must know; docs/adr/0011 says why there are none.
//
// All that is known of how tfjs starts:
// - wasm-out/ has Emscripten's loaders, of which one is for threads, and the script of their workers;
// - `BackendWasm` takes what they load, with the functions of `tfjs` below;
// - importing the package registers its kernels and a backend that looks for files.
import { BackendWasm, setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import loadPlain, {
  type BackendWasmModule,
  type WasmFactoryConfig,
} from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js";
import loadThreaded from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js";
import { wasmWorkerContents } from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js";
import { env, findBackendFactory, registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import { BackendError } from "@unroll/core";
import { compilePacked, loadScript, messageOf } from "../module/builds.ts";

/** tfjs' own for this backend: where several are registered, the highest is taken when none is chosen. */
const PRIORITY = 2;

/**
 * Registers tfjs' backend, its module loaded.
 * @param mayThread  whether workers can be started from blobs
 * @param threads    how many tfjs' ops use; as many as there are cores when undefined
 * @throws {BackendError} when the module cannot be loaded or started
 */
export async function startTfjs(mayThread: boolean, threads: number | undefined): Promise<void> {
  // The one that importing tfjs' package has registered.
  if (findBackendFactory("wasm") !== null) removeBackend("wasm");
  if (threads !== undefined) setThreadsCount(threads);
  const threaded = mayThread && (await env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT")) === true;
  let loaded: BackendWasmModule | undefined = await loadModule(threaded);
  const start = async () => {
    const module = loaded ?? (await loadModule(threaded));
    // tfjs may start it anew, which needs another heap.
    loaded = undefined;
    return new BackendWasm(module);
  };
  registerBackend("wasm", start, PRIORITY);
}

async function loadModule(threaded: boolean): Promise<BackendWasmModule> {
  const compiled = await compilePacked(() =>
    threaded
      ? import(
          "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?wasm=binary"
        )
      : import("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?wasm=binary"),
  );
  try {
    return withFunctions(await instantiate(compiled, threaded));
  } catch (cause) {
    throw new BackendError(
      `useBackend: tfjs' module for "wasm" must start, got: ${messageOf(cause)}. ` +
        "Where memory is short, close other pages; or use cpu() of @unroll/backend-cpu.",
      { cause },
    );
  }
}

async function instantiate(
  compiled: WebAssembly.Module,
  threaded: boolean,
): Promise<BackendWasmModule> {
  const workersLoader = threaded
    ? await loadScript(
        () =>
          import("@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?raw"),
      )
    : undefined;
  return await new Promise((resolve, reject) => {
    const settings: WasmFactoryConfig = {
      instantiateWasm(imports: WebAssembly.Imports, receive: Receive) {
        WebAssembly.instantiate(compiled, imports)
          .then((instance) => receive(instance, compiled))
          .catch(reject);
        return {};
      },
      // Of its files only this one is asked for: a worker's script.
      locateFile: (name) => (name.endsWith(".worker.js") ? scriptUrl(wasmWorkerContents) : name),
    };
    // As it was written: a function's own text is what a minifier has made of it.
    if (workersLoader) settings.mainScriptUrlOrBlob = script(workersLoader.default);
    const load = threaded ? loadThreaded : loadPlain;
    load(settings).then(resolve, reject);
  });
}

/** How Emscripten is given an instance. */
type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

function scriptUrl(text: string): string {
  return URL.createObjectURL(script(text.replaceAll("\n", "\\n")));
}

function script(text: string): Blob {
  return new Blob([text], { type: "text/javascript" });
}

/** Adds what tfjs' JavaScript calls by name. */
function withFunctions(module: BackendWasmModule): BackendWasmModule {
  // Emscripten adds cwrap, which tfjs' types do not name.
  const { cwrap } = module as BackendWasmModule & { cwrap: Wrap };
  module.tfjs = {
    init: cwrap("init", null, []),
    initWithThreadsCount: cwrap("init_with_threads_count", null, ["number"]),
    getThreadsCount: cwrap("get_threads_count", "number", []),
    registerTensor: cwrap("register_tensor", null, ["number", "number", "number"]),
    disposeData: cwrap("dispose_data", null, ["number"]),
    dispose: cwrap("dispose", null, []),
  };
  return module;
}

type Wrap = (name: string, result: "number" | null, parameters: "number"[]) => () => never;
