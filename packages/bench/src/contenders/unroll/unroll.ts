import type { Work } from "../../cases/work.ts";
import { localContender } from "../task.ts";
import { inference } from "./inference.ts";
import { product } from "./product.ts";
import { step } from "./step.ts";
import { training } from "./training.ts";

/** Unroll on the backend in use. */
export const unroll = localContender("", (work: Work) => {
  switch (work.mode) {
    case "inference":
      return inference(work);
    case "training":
      return training(work);
    case "step":
      return step(work);
    case "product":
      return product(work);
  }
});
