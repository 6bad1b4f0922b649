import { version_layers } from "@tensorflow/tfjs-layers";
import { localContender } from "../task.ts";
import { inference } from "./inference.ts";
import { step } from "./step.ts";
import { training } from "./training.ts";

/** tfjs-layers on the tfjs backend in use. */
export const tfjsLayers = localContender(version_layers, (work) => {
  switch (work.mode) {
    case "inference":
      return inference(work);
    case "training":
      return training(work);
    case "step":
      return step(work);
    case "product":
      throw new RangeError("tfjs-layers: the mode must not be product, which is tfjs' own.");
  }
});
