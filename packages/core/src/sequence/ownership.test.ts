import {
  add,
  dispose,
  fill,
  memory,
  ones,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tidy,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import type { Cell } from "../cells/cell.ts";
import { parameter } from "../module/module.ts";
import { Rng } from "../random/rng.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import { Sequence } from "./sequence.ts";

// Cells of a user's own that return what they were given, as nothing forbids them to.

type State = { readonly h: Tensor2D; readonly kept: Tensor2D };
type Step = (x: Tensor2D, state: State, weight: Tensor2D) => State;

const steps: Record<string, Step> = {
  "a part as it came": (x, { h, kept }) => ({ h: tidy(() => tanh(add<Tensor2D>(h, x))), kept }),
  "the whole state as it came": (_x, state) => state,
  "the parts exchanged": (_x, { h, kept }) => ({ h: kept, kept: h }),
  "one tensor for both parts": (x, { h }) => {
    const next: Tensor2D = tidy(() => tanh(add<Tensor2D>(h, x)));
    return { h: next, kept: next };
  },
  "its input": (x, { kept }) => ({ h: x, kept }),
  "its parameter": (_x, { kept }, weight) => ({ h: weight, kept }),
};

function make(step: Step, numLayers = 1) {
  const cell = (): Cell<State> => {
    const weight = parameter(
      [2, 3],
      (rows, columns) => new Float32Array(rows * columns),
      Rng.fromSeed(1),
    );
    return {
      inputSize: 3,
      stateSizes: { h: 3, kept: 3 },
      parameters: { weight },
      step: (x, state) => step(x, state, weight as Tensor as Tensor2D),
    };
  };
  return new Sequence<State>({ cell, inputSize: 3, numLayers });
}

const input = (time: number) => fill([2, time, 3], 0.5) as Tensor3D;
const state = (layers: number): State[] =>
  Array.from({ length: layers }, () => ({ h: fill([2, 3], 0.25), kept: fill([2, 3], 4) }));
const parts = (states: readonly State[]) => states.flatMap(({ h, kept }) => [h, kept]);

/** Expects that results and what they were made from can each be disposed alone, and nothing is left. */
function expectApart(given: () => Tensor[], run: (given: Tensor[]) => Tensor[]) {
  const before = memory().numTensors;
  const first = given();
  const values = first.map((each) => [...each.dataSync()]);
  const results = run(first);
  const expected = results.map((each) => [...each.dataSync()]);
  dispose(results);
  expect(first.map((each) => [...each.dataSync()])).toEqual(values);
  const again = run(first);
  dispose(first);
  expect(again.map((each) => [...each.dataSync()])).toEqual(expected);
  for (const result of again) result.dispose();
  expect(memory().numTensors).toBe(before);
}

beforeAll(async () => {
  await useBackend(plainBackend);
  await loadGradients();
});

describe.each(Object.entries(steps))("a cell that returns %s", (_name, step) => {
  describe.each([1, 2])("in %d layers", (layers) => {
    test.each([0, 1, 3])("run and last over %d steps", (time) => {
      const sequence = make(step, layers);
      const given = () => [input(time), ...parts(state(layers))];
      const stateOf = (tensors: Tensor[]) =>
        Array.from({ length: layers }, (_, place) => ({
          h: tensors[1 + 2 * place] as Tensor2D,
          kept: tensors[2 + 2 * place] as Tensor2D,
        }));
      for (const lengths of [undefined, [0, time]]) {
        expectApart(given, (all) => {
          const result = sequence.run(all[0] as Tensor3D, { state: stateOf(all), lengths });
          return [result.y, ...parts(result.state)];
        });
        expectApart(given, (all) => [
          sequence.last(all[0] as Tensor3D, { state: stateOf(all), lengths }),
        ]);
      }
      sequence.dispose();
    });

    test("step by step, the state of each disposed after it", () => {
      const sequence = make(step, layers);
      const before = memory().numTensors;
      let current = state(layers);
      const x = fill([2, 3], 0.5) as Tensor2D;
      for (let t = 0; t < 3; t++) {
        const next = sequence.step(x, current);
        dispose(parts(current));
        next.y.dispose();
        current = next.state;
      }
      expect(parts(current).every((part) => part.dataSync().every(Number.isFinite))).toBe(true);
      for (const part of parts(current)) part.dispose();
      x.dispose();
      expect(memory().numTensors).toBe(before);
      sequence.dispose();
    });

    test("a session gives what run gives, from a state and from zeros", () => {
      const sequence = make(step, layers);
      const before = memory().numTensors;
      const start = state(layers);
      const session = sequence.session();
      for (const from of [start, undefined]) {
        session.reset(from);
        const x = fill([2, 3], 0.5) as Tensor2D;
        const ys = [session.step(x), session.step(x), session.step(x)];
        x.dispose();
        const whole = tidy(() => sequence.run(input(3), { state: from }).y.dataSync());
        const stepped = ys.map((y) => y.dataSync());
        for (let row = 0; row < 2; row++) {
          stepped.forEach((y, t) => {
            const at = (row * 3 + t) * 3;
            expect([...y.slice(3 * row, 3 * row + 3)]).toEqual([...whole.slice(at, at + 3)]);
          });
        }
        for (const y of ys) y.dispose();
      }
      session.dispose();
      for (const part of parts(start)) part.dispose();
      expect(memory().numTensors).toBe(before);
      sequence.dispose();
    });
  });
});

test("the gradient goes through what is returned as it came", () => {
  tidy(() => {
    const sequence = make((_x, { h, kept }, weight) => ({ h: kept, kept: add(h, weight) }));
    const loss = () => sum(sequence.run(ones([2, 4, 3])).state[0]?.kept as Tensor2D) as Scalar;
    const { grads } = variableGrads(loss, Object.values(sequence.parameters));
    expect([...(Object.values(grads)[0] as Tensor).dataSync()]).toEqual(new Array(6).fill(2));
    sequence.dispose();
  });
});
