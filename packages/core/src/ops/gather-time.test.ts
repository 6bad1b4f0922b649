import { type Tensor3D, tensor1d, tensor2d, zeros } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { ShapeError } from "../errors.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { gatherTime } from "./gather-time.ts";

await useBackend(plainBackend);

test.each([
  ["a matrix", zeros([2, 3]), tensor1d([0, 1], "int32"), "y must be float32 of shape"],
  ["another batch", zeros([2, 3, 4]), tensor1d([0], "int32"), "got int32 [1]"],
  ["float steps", zeros([2, 3, 4]), tensor2d([[0], [1]]), "got float32 [2,1]"],
])("%s is refused", (_, y, steps, message) => {
  const pick = () => gatherTime(y as Tensor3D, steps);
  expect(pick).toThrow(ShapeError);
  expect(pick).toThrow(message);
});
