import {
  add,
  cast,
  concat,
  dispose,
  reshape,
  type Scalar,
  slice,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tensor3d,
  tidy,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import type { Cell } from "../cells/cell.ts";
import { uniform } from "../initializers/initializer.ts";
import { Context } from "../module/context.ts";
import { type Parameters, parameter } from "../module/module.ts";
import { matMul } from "../ops/mat-mul.ts";
import { Rng } from "../random/rng.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { elman, gru, lstm } from "./factories.ts";
import { Sequence } from "./sequence.ts";

const rng = () => Rng.fromSeed(1);
const input = (batch = 3, time = 6, size = 4) =>
  tensor3d(Rng.fromSeed(9).normal(batch * time * size), [batch, time, size]);
const values = (x: Tensor) => Array.from(x.dataSync());

function expectClose(actual: Tensor, expected: Tensor) {
  expect(actual.shape).toEqual(expected.shape);
  const other = values(expected);
  values(actual).forEach((value, i) => {
    expect(value).toBeCloseTo(other[i] as number, 5);
  });
}

beforeAll(async () => {
  await useBackend(plainBackend);
  await loadGradients();
});

const kinds = {
  elman: () => elman({ inputSize: 4, hiddenSize: 5, numLayers: 2, rng: rng() }),
  lstm: () => lstm({ inputSize: 4, hiddenSize: 5, numLayers: 2, rng: rng() }),
  gru: () => gru({ inputSize: 4, hiddenSize: 5, numLayers: 2, rng: rng() }),
  "gru, reset before": () =>
    gru({ inputSize: 4, hiddenSize: 5, numLayers: 2, resetAfter: false, rng: rng() }),
};

describe.each(Object.entries(kinds))("%s", (_name, make) => {
  test("run over T equals run over k and then over T - k", () => {
    tidy(() => {
      const sequence = make() as Sequence;
      const x = input();
      const whole = sequence.run(x);
      const first = sequence.run(slice(x, [0, 0, 0], [-1, 2, -1]));
      const rest = sequence.run(slice(x, [0, 2, 0], [-1, -1, -1]), { state: first.state });
      expectClose(concat([first.y, rest.y], 1), whole.y);
      rest.state.forEach((state, place) => {
        expectClose(state.h, whole.state[place]?.h as Tensor);
      });
      sequence.dispose();
    });
  });

  test("step and session give what run gives", () => {
    tidy(() => {
      const sequence = make() as Sequence;
      const x = input(2, 3);
      const whole = sequence.run(x);
      const session = sequence.session();
      for (let t = 0; t < 3; t++) {
        const xt = reshape(slice(x, [0, t, 0], [-1, 1, -1]), [2, 4]) as Tensor2D;
        const y = session.step(xt);
        expectClose(y, reshape(slice(whole.y, [0, t, 0], [-1, 1, -1]), [2, 5]));
      }
      session.dispose();
      sequence.dispose();
    });
  });
});

test("a session refuses a step that does not fit", () => {
  const sequence = lstm({ inputSize: 4, hiddenSize: 5, rng: rng() });
  const session = sequence.session();
  expect(session.state()).toBeUndefined();
  expect(() => session.stepArray(new Float32Array(5))).toThrow(
    "SequenceSession.stepArray: x must hold batch x 4 numbers, got 5",
  );
  expect(session.stepArray(new Float32Array(8)).length).toBe(10);
  expect(() => session.stepArray(new Float32Array(4))).toThrow("must hold 2 x 4 numbers, got 4");
  tidy(() => {
    expect(() => session.step(input(2, 3) as Tensor)).toThrow(
      "SequenceSession.step: x must be float32 of shape [2, 4], got float32 [2,3,4]",
    );
  });
  session.reset();
  expect(session.stepArray(new Float32Array(4)).length).toBe(5);
  session.dispose();
  sequence.dispose();
});

test("a session refuses a step that does not fit the state it was reset to", () => {
  const sequence = lstm({ inputSize: 4, hiddenSize: 5, rng: rng() });
  const session = sequence.session();
  tidy(() => {
    session.reset(sequence.zeroState(3));
    expect(() => session.stepArray(new Float32Array(8))).toThrow("must hold 3 x 4 numbers, got 8");
    expect(() => session.step(reshape(input(2, 1), [2, 4]))).toThrow(
      "SequenceSession.step: x must be float32 of shape [3, 4], got float32 [2,4]",
    );
  });
  expect(session.stepArray(new Float32Array(12)).length).toBe(15);
  session.dispose();
  sequence.dispose();
});

describe("lengths", () => {
  test("a padded batch equals each row alone, in both directions, in any order, 0 among them", () => {
    tidy(() => {
      const sequence = lstm({ inputSize: 4, hiddenSize: 5, bidirectional: true, rng: rng() });
      const x = input(4, 6);
      const lengths = [3, 0, 6, 1];
      const { y, state } = sequence.run(x, { lengths });
      lengths.forEach((length, row) => {
        const rest = slice(y, [row, length, 0], [1, 6 - length, -1]);
        expect(values(rest).every((value) => value === 0)).toBe(true);
        if (length === 0) {
          expect(values(slice(state[0]?.c as Tensor, [row, 0], [1, -1]))).toEqual([0, 0, 0, 0, 0]);
          return;
        }
        const alone = sequence.run(slice(x, [row, 0, 0], [1, length, -1]));
        expectClose(slice(y, [row, 0, 0], [1, length, -1]), alone.y);
        state.forEach(({ c }, place) => {
          expectClose(slice(c, [row, 0], [1, -1]), alone.state[place]?.c as Tensor);
        });
      });
      sequence.dispose();
    });
  });

  test.each([
    [[1, 2], "lengths must have one entry for each of 3 rows, got 2"],
    [[1, 2, 7], "lengths[2] must be an integer from 0 to 6, got 7"],
    [[1, -1, 2], "lengths[1] must be an integer from 0 to 6, got -1"],
    [[0.5, 1, 2], "lengths[0] must be an integer from 0 to 6, got 0.5"],
  ])("%j is refused", (lengths, message) => {
    tidy(() => {
      const sequence = gru({ inputSize: 4, hiddenSize: 2, rng: null });
      expect(() => sequence.run(input(), { lengths })).toThrow(message);
      sequence.dispose();
    });
  });
});

describe("both directions", () => {
  test.each(["sum", "mean", "max"] as const)("merge %s keeps the width", (merge) => {
    tidy(() => {
      const both = (how: "concat" | typeof merge) =>
        lstm({
          inputSize: 4,
          hiddenSize: 5,
          bidirectional: true,
          merge: how,
          rng: rng(),
        });
      const [merged, apart] = [both(merge), both("concat")];
      const x = input();
      const { y } = apart.run(x);
      const forward = values(slice(y, [0, 0, 0], [-1, -1, 5]));
      const reverse = values(slice(y, [0, 0, 5], [-1, -1, 5]));
      const combine = {
        sum: (a: number, b: number) => a + b,
        mean: (a: number, b: number) => (a + b) / 2,
        max: Math.max,
      }[merge];
      const result = merged.run(x).y;
      expect(merged.outputSize).toBe(5);
      values(result).forEach((value, i) => {
        expect(value).toBeCloseTo(combine(forward[i] as number, reverse[i] as number), 6);
      });
      merged.dispose();
      apart.dispose();
    });
  });

  test("last is the final h of the top layer, both directions", () => {
    tidy(() => {
      const sequence = gru({ inputSize: 4, hiddenSize: 5, bidirectional: true, rng: rng() });
      const lengths = [2, 6, 0];
      const { state } = sequence.run(input(), { lengths });
      const expected = concat(
        state.map(({ h }) => h),
        1,
      );
      expectClose(sequence.last(input(), { lengths }), expected);
      sequence.dispose();
    });
  });

  test("a stream is refused, with the reason", () => {
    const sequence = lstm({ inputSize: 4, hiddenSize: 5, bidirectional: true, rng: null });
    expect(() => sequence.session()).toThrow(
      "Sequence.session: the sequence must run forward only",
    );
    sequence.dispose();
  });
});

/** h' = tanh(U h + W x): a cell as a user would write it. */
class MinimalCell implements Cell<{ readonly h: Tensor2D }> {
  readonly inputSize = 4;
  readonly stateSizes = { h: 3 };
  readonly parameters: Parameters = {
    input: parameter([4, 3], uniform(0.5), Rng.fromSeed(1)),
    recurrent: parameter([3, 3], uniform(0.5), Rng.fromSeed(2)),
  };

  step(x: Tensor2D, { h }: { readonly h: Tensor2D }) {
    const { input, recurrent } = this.parameters as Record<string, Tensor>;
    const sum = add(matMul(x, input as Tensor2D), matMul(h, recurrent as Tensor2D));
    return { h: tanh(sum) as Tensor2D };
  }
}

describe("a cell of the user's own", () => {
  test("runs and trains without any kernel", async () => {
    const sequence = new Sequence({ cell: () => new MinimalCell(), inputSize: 4 });
    expect(Object.keys(sequence.parameters)).toEqual(["input_l0", "recurrent_l0"]);
    const x = input();
    await expectTensors(0, () => {
      const loss = () => sum(sequence.run(x, { lengths: [6, 2, 0] }).y) as Scalar;
      const { value, grads } = variableGrads(loss, Object.values(sequence.parameters));
      for (const grad of Object.values(grads)) {
        expect(values(grad).some((g) => g !== 0)).toBe(true);
      }
      dispose([value, grads]);
    });
    expect(() =>
      new Sequence({ cell: () => new MinimalCell(), inputSize: 4, kernels: "required" }).run(x),
    ).toThrow("MinimalCell must name its kernels where they are required, got none");
    sequence.dispose();
    x.dispose();
  });
});

describe("dropout between layers", () => {
  const make = () => lstm({ inputSize: 4, hiddenSize: 8, numLayers: 2, dropout: 0.5, rng: rng() });
  const training = (seed: number) => Context.training(Rng.fromSeed(seed));

  test("only in training, and the same for the same stream", () => {
    tidy(() => {
      const sequence = make();
      const run = (seed?: number) =>
        values(
          sequence.run(input(), { context: seed === undefined ? undefined : training(seed) }).y,
        );
      expect(run()).toEqual(run());
      expect(run(1)).toEqual(run(1));
      expect(run(1)).not.toEqual(run(2));
      expect(run(1)).not.toEqual(run());
      const context = training(1);
      const again = () => values(sequence.run(input(), { context }).y);
      expect(again()).not.toEqual(again());
      sequence.dispose();
    });
  });

  test("a recorded pass must say how it is meant", () => {
    tidy(() => {
      const sequence = make();
      const x = input();
      const gradients = (pass: (x: Tensor3D) => Tensor) =>
        variableGrads(() => sum(pass(x)) as Scalar, Object.values(sequence.parameters));
      expect(() => gradients((x) => sequence.last(x))).toThrow(
        "Sequence.run: context must be given where a gradient is recorded and dropout is 0.5, got none",
      );
      const first = reshape(slice(x, [0, 0, 0], [-1, 1, -1]), [3, 4]) as Tensor2D;
      expect(() => gradients(() => sequence.step(first).y)).toThrow("context must be given");
      for (const context of [Context.inference, training(1)]) {
        gradients((x) => sequence.last(x, { context }));
      }
      sequence.dispose();
    });
  });

  test("a step drops as a run does", () => {
    tidy(() => {
      const sequence = make();
      const x = input(3, 1);
      const xt = reshape(x, [3, 4]) as Tensor2D;
      const whole = sequence.run(x, { context: training(1) }).y;
      expect(values(sequence.step(xt, undefined, training(1)).y)).toEqual(values(whole));
      expect(values(sequence.step(xt).y)).not.toEqual(values(whole));
      sequence.dispose();
    });
  });
});

describe("wrong input", () => {
  test.each([
    [() => input(3, 6, 5), "Sequence.run: x must have shape [batch, time, 4], got [3,6,5]"],
    [() => reshape(input(), [18, 4]), "x must have shape [batch, time, 4], got [18,4]"],
    [() => cast(input(), "int32"), "x must be float32, got int32"],
  ])("%#", (x, message) => {
    const sequence = lstm({ inputSize: 4, hiddenSize: 5, rng: null });
    expect(() => sequence.run(x() as Tensor)).toThrow(message);
    sequence.dispose();
  });

  test("a disposed tensor", () => {
    const sequence = lstm({ inputSize: 4, hiddenSize: 5, rng: null });
    const [x, step, state] = [
      input(),
      reshape(input(3, 1), [3, 4]) as Tensor2D,
      sequence.zeroState(3),
    ];
    dispose([x, step, state[0]?.c as Tensor]);
    const disposed = "must be a tensor in use, got a disposed one. Dispose it after its last use";
    expect(() => sequence.run(x)).toThrow(`Sequence.run: x ${disposed}`);
    expect(() => sequence.last(x)).toThrow(`x ${disposed}`);
    expect(() => sequence.step(step)).toThrow(`Sequence.step: x ${disposed}`);
    expect(() => sequence.session().step(step)).toThrow(`SequenceSession.step: x ${disposed}`);
    const alive = input();
    expect(() => sequence.run(alive, { state })).toThrow(`Sequence.run: state[0].c ${disposed}`);
    dispose([alive, state[0]?.h as Tensor]);
    sequence.dispose();
  });

  test("a state of another shape", () => {
    tidy(() => {
      const sequence = lstm({ inputSize: 4, hiddenSize: 5, rng: null });
      const other = lstm({ inputSize: 4, hiddenSize: 6, rng: null });
      expect(() => sequence.run(input(), { state: other.zeroState(3) })).toThrow(
        "Sequence.run: state[0].h must have shape [3, 5], got [3,6]",
      );
      expect(() => sequence.run(input(), { state: [] })).toThrow(
        "state must have one entry for each of 1 layers and directions, got 0",
      );
      sequence.dispose();
      other.dispose();
    });
  });

  test.each([
    [{ hiddenSize: 0 }, "hiddenSize must be a positive integer, got 0"],
    [{ numLayers: 1.5 }, "numLayers must be a positive integer, got 1.5"],
    [{ dropout: 1 }, "dropout must be from 0 to below 1, got 1"],
    [{ reverse: true, bidirectional: true }, "reverse must not be set together with bidirectional"],
  ])("%j", (options, message) => {
    expect(() => lstm({ inputSize: 4, hiddenSize: 5, rng: null, ...options })).toThrow(message);
  });
});

describe("nothing leaks", () => {
  test("run, last, step and session leave what they return", async () => {
    const x = input();
    const sequence = lstm({ inputSize: 4, hiddenSize: 5, numLayers: 2, rng: rng() });
    await expectTensors(5, () => sequence.run(x, { lengths: [1, 2, 3] }));
    await expectTensors(1, () => sequence.last(x, { lengths: [1, 0, 3] }));
    const xt = reshape(slice(x, [0, 0, 0], [-1, 1, -1]), [3, 4]) as Tensor2D;
    await expectTensors(5, () => sequence.step(xt));
    await expectTensors(0, () => {
      const session = sequence.session();
      for (let i = 0; i < 4; i++) {
        session.step(xt).dispose();
      }
      const kept = session.state();
      session.reset(kept);
      dispose(kept as object as Tensor[]);
      session.dispose();
      expect(() => session.step(xt)).toThrow("the session must not be disposed");
    });
    await expectTensors(-8, () => sequence.dispose());
  });

  test("empty batches and sequences without a step", () => {
    tidy(() => {
      const sequence = lstm({ inputSize: 4, hiddenSize: 5, rng: rng() });
      expect(sequence.run(tensor3d([], [2, 0, 4])).y.shape).toEqual([2, 0, 5]);
      expect(sequence.run(tensor3d([], [0, 3, 4])).y.shape).toEqual([0, 3, 5]);
      sequence.dispose();
    });
  });
});
