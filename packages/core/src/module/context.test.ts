import { expect, test } from "vitest";
import { Rng } from "../random/rng.ts";
import { Context } from "./context.ts";

test("inference has no stream, and is itself whatever it is folded by", () => {
  expect(Context.inference.training).toBe(false);
  expect(Context.inference.fold("layer")).toBe(Context.inference);
  expect(() => Context.inference.rng).toThrow(
    "Context.rng: the context must be one of training, got Context.inference",
  );
});

test("training hands out one stream that advances, and folds it by name", () => {
  const context = Context.training(Rng.fromSeed(1));
  expect(context.training).toBe(true);
  const [first, second] = [context.rng.nextUint32(), context.rng.nextUint32()];
  expect([first, second]).toEqual(
    Array.from(
      { length: 2 },
      (
        (rng) => () =>
          rng.nextUint32()
      )(Rng.fromSeed(1)),
    ),
  );
  expect(context.fold("a").rng.nextUint32()).toBe(Rng.fromSeed(1).fold("a").nextUint32());
});
