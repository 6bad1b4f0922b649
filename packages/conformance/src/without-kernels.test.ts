import { attention } from "./cases/attention.ts";
import { keras } from "./cases/keras.ts";
import { onnx } from "./cases/onnx.ts";
import { ops } from "./cases/ops.ts";
import { pytorch } from "./cases/pytorch.ts";
import { sequenceNaN } from "./cases/sequence-nan.ts";
import { sequences } from "./cases/sequences.ts";
import { registerGroups } from "./test-backend.ts";

/*
 * tfjs' own cpu backend without one kernel of ours: core composes everything of tfjs ops, and all
 * of PyTorch's, Keras' and ONNX' results still hold.
 */
registerGroups(
  {
    name: "tfjs' cpu, no kernels",
    make: () => ({
      name: "cpu",
      kernels: [],
      start: async () => {
        await import("@tensorflow/tfjs-backend-cpu");
      },
    }),
    // Every step rounds to float32.
    tolerance: { forward: 2e-6, gradient: 5e-6, golden: 2e-5, trajectory: 1e-4 },
  },
  [sequences, sequenceNaN, ops, attention, pytorch, keras, onnx],
);
