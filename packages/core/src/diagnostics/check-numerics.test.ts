import { fill, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { Dense } from "../layers/dense.ts";
import { Model } from "../module/model.ts";
import { Rng } from "../random/rng.ts";
import { gru } from "../sequence/factories.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { checkNumerics } from "./check-numerics.ts";

beforeAll(() => useBackend(plainBackend));

test("names the layer that a number which is not finite came into or out of", () => {
  const rng = Rng.fromSeed(1);
  const rnn = gru({ inputSize: 1, hiddenSize: 2, rng });
  const head = new Dense({ inputSize: 2, outputSize: 1, rng });
  const model = new Model({ rnn, head });
  const forward = (x: number) => head.forward(rnn.last(tensor3d([x], [1, 1, 1])));
  expect(checkNumerics(() => forward(1)).shape).toEqual([1, 1]);
  expect(() => checkNumerics(() => forward(Number.NaN), model)).toThrow(
    'checkNumerics: the input of layer "rnn" must be finite, got NaN or infinity. Check the data',
  );
  head.weight.assign(fill(head.weight.shape, Number.POSITIVE_INFINITY));
  expect(() => checkNumerics(() => forward(1))).toThrow('the output of layer "Dense"');
  // Nothing watches any more.
  expect(forward(Number.NaN).shape).toEqual([1, 1]);
  model.dispose();
});
