import { expect, test } from "vitest";
import { Dense } from "../layers/dense.ts";
import { Rng } from "../random/rng.ts";
import { lstm } from "../sequence/factories.ts";
import { plainBackend } from "../testing/plain-backend.ts";

test("a layer that is made before useBackend says what to do, also where a backend is registered", async () => {
  await plainBackend.start();
  for (const rng of [Rng.fromSeed(1), null]) {
    for (const make of [
      () => lstm({ inputSize: 2, hiddenSize: 2, rng }),
      () => new Dense({ inputSize: 2, outputSize: 2, rng }),
    ]) {
      expect(make).toThrow(
        "parameter: a backend must be in use, got none. Await useBackend(...) before making layers.",
      );
    }
  }
});
