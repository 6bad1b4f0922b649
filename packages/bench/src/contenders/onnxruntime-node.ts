import * as ort from "onnxruntime-node";
import { onnxTask } from "./onnx/onnx-task.ts";
import { localContender } from "./task.ts";

/** ONNX Runtime's own library, with one thread. */
export const onnxruntimeNode = localContender(ort.env.versions.node ?? "", (work) =>
  onnxTask(
    {
      create: (model) =>
        ort.InferenceSession.create(model, {
          executionProviders: ["cpu"],
          executionMode: "sequential",
          intraOpNumThreads: 1,
          interOpNumThreads: 1,
          logSeverityLevel: 3,
        }),
      tensor: (values, shape) => new ort.Tensor("float32", values, shape),
    },
    work,
  ),
);
