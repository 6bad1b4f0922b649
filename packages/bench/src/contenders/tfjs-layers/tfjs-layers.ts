import { version_layers } from "@tensorflow/tfjs-layers";
import { localContender } from "../task.ts";
import { inference } from "./inference.ts";
import { step } from "./step.ts";
import { training } from "./training.ts";

/** tfjs-layers on the tfjs backend in use. */
export const tfjsLayers = localContender(version_layers, (work) => {
  if (work.kind !== "recurrent") {
    throw new RangeError(`tfjs-layers: the work must be a recurrent network's, got ${work.kind}.`);
  }
  switch (work.mode) {
    case "inference":
      return inference(work);
    case "training":
      return training(work);
    case "step":
      return step(work);
  }
});
