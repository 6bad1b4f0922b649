import { expect, test } from "vitest";
import { chooseWorks } from "../cases/choose-works.ts";
import { workName } from "../cases/work.ts";
import { allPeers, planComparisons } from "./peers.ts";

const plan = (name: string) =>
  Object.fromEntries(
    chooseWorks([name], undefined)
      .flatMap((work) => planComparisons(work, allPeers))
      .map(({ work, peers }) => [workName(work).slice(name.length), peers]),
  );

test("every peer gets the variant that it can do", () => {
  expect(plan("lstm/1x3x4x5")).toEqual({
    ", inference": ["tfjs-layers", "onnxruntime-web", "onnxruntime-node", "pytorch"],
    ", training": ["tfjs-layers", "pytorch"],
  });
  expect(plan("gru/1x3x4x5")).toEqual({
    ", inference": ["onnxruntime-web", "onnxruntime-node", "pytorch"],
    " (reset before), inference": ["tfjs-layers", "brain.js"],
    ", training": ["pytorch"],
    " (reset before), training": ["tfjs-layers"],
  });
  expect(plan("elman/1x3x4x5")).toMatchObject({ " (relu), inference": ["brain.js"] });
  expect(plan("elman/2x3x4x5")).not.toHaveProperty(" (relu), inference");
  expect(plan("product/2x3x4/nn")).toEqual({
    ", product": ["tfjs", "onnxruntime-web", "onnxruntime-node", "pytorch"],
  });
  expect(plan("translation/2x3x4x5x6")).toEqual({ ", training": ["pytorch"] });
});
