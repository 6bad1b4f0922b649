import { memory, type Tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../backend/use-backend.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { type Clipping, clipGradients } from "./clip.ts";

beforeAll(() => useBackend(plainBackend));

/** Norms of 5 and 12, 13 together. */
const gradients = () => ({ a: tensor1d([3, -4]), b: tensor1d([12]) });

test.each<[string, Clipping | undefined, number[], number[]]>([
  ["not at all", undefined, [3, -4], [12]],
  ["by the global norm", { globalNorm: 6.5 }, [1.5, -2], [6]],
  ["by a global norm that is not reached", { globalNorm: 20 }, [3, -4], [12]],
  ["by each norm", { norm: 10 }, [3, -4], [10]],
  ["by value", { value: 3.5 }, [3, -3.5], [3.5]],
])("clipped %s; the norm is that before", (_, clipping, a, b) => {
  const before = memory().numTensors;
  tidy(() => {
    const { grads, scales, globalNorm } = clipGradients(gradients(), clipping);
    const scaled = (name: "a" | "b") => {
      const scale = (scales[name] as Tensor).dataSync()[0] as number;
      return [...(grads[name] as Tensor).dataSync()].map((value) => value * scale);
    };
    expect(globalNorm.dataSync()[0]).toBeCloseTo(13, 5);
    scaled("a").forEach((value, n) => {
      expect(value).toBeCloseTo(a[n] as number, 4);
    });
    expect(scaled("b")[0]).toBeCloseTo(b[0] as number, 4);
  });
  expect(memory().numTensors).toBe(before);
});
