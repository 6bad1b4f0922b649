import * as ort from "onnxruntime-web";
import { onnxTask } from "./onnx/onnx-task.ts";
import { localContender } from "./task.ts";

ort.env.wasm.numThreads = 1;

/** Where the page finds its wasm files; in Node it finds them by itself. */
export function setOnnxWasmPaths(prefix: string): void {
  ort.env.wasm.wasmPaths = prefix;
}

/** ONNX Runtime in WebAssembly, with one thread. */
export const onnxruntimeWeb = localContender(ort.env.versions.web ?? "", (work) =>
  onnxTask(
    {
      create: (model) =>
        ort.InferenceSession.create(model, { executionProviders: ["wasm"], logSeverityLevel: 3 }),
      tensor: (values, shape) => new ort.Tensor("float32", values, shape),
    },
    work,
  ),
);
