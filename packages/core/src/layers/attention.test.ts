import {
  dispose,
  mul,
  type Scalar,
  slice,
  sum,
  type Tensor,
  type Tensor3D,
  tensor,
  tensor3d,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadGradients } from "../autodiff/load-gradients.ts";
import { useBackend } from "../backend/use-backend.ts";
import { Rng } from "../random/rng.ts";
import { expectTensors, plainBackend } from "../testing/plain-backend.ts";
import { Attention, type AttentionScore } from "./attention.ts";

const [BATCH, QUERIES, POSITIONS, SIZE] = [2, 3, 4, 5];
const LENGTHS = [4, 2];

beforeAll(async () => {
  await useBackend(plainBackend);
  await loadGradients();
});

function make(score: AttentionScore, seed = 1) {
  const rng = Rng.fromSeed(seed);
  const options = { querySize: SIZE, memorySize: SIZE, score, attentionSize: 6 };
  const attention = new Attention({ ...options, rng: rng.fold("attention") });
  const draw = (name: string, steps: number) =>
    tensor3d(rng.fold(name).normal(BATCH * steps * SIZE), [BATCH, steps, SIZE]);
  return { attention, query: draw("query", QUERIES), values: draw("values", POSITIONS) };
}

function rowsOf(x: Tensor): number[][] {
  const size = x.shape.at(-1) as number;
  const data = x.dataSync();
  return Array.from({ length: data.length / size }, (_, row) => [
    ...data.slice(row * size, (row + 1) * size),
  ]);
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((total, value, i) => total + value * (b[i] as number), 0);

/** W x + b, from the parameters. */
function linear({ parameters }: Attention, name: string, x: readonly number[]): number[] {
  const { [`${name}.weight`]: weight, [`${name}.bias`]: bias } = parameters;
  const shifts = bias?.dataSync();
  return rowsOf(weight as Tensor).map((row, i) => dot(row, x) + (shifts?.[i] ?? 0));
}

/** The papers' formulas, number by number. */
const formulas: Record<AttentionScore, (of: Attention, q: number[], m: number[]) => number> = {
  dot: (_, q, m) => dot(q, m),
  general: (of, q, m) => dot(q, linear(of, "memory", m)),
  additive: (of, q, m) => {
    const [wq, um] = [linear(of, "query", q), linear(of, "memory", m)];
    const compared = wq.map((value, i) => Math.tanh(value + (um[i] as number)));
    return linear(of, "score", compared)[0] as number;
  },
};
const scores = Object.keys(formulas) as AttentionScore[];

describe.each(scores)("Attention, %s", (score) => {
  test("weighs the positions that count by the softmax of their scores", () => {
    const { attention, query, values } = make(score);
    const memory = { values, keys: attention.keys(values), lengths: LENGTHS };
    const { context, weights } = attention.forward(query, memory);
    const [queries, memories] = [rowsOf(query), rowsOf(values)];
    const [contexts, shares] = [rowsOf(context), rowsOf(weights)];
    queries.forEach((q, row) => {
      const batch = Math.floor(row / QUERIES);
      const count = LENGTHS[batch] as number;
      const seen = memories.slice(batch * POSITIONS, batch * POSITIONS + count);
      const powers = seen.map((m) => Math.exp(formulas[score](attention, q, m)));
      const total = powers.reduce((a, b) => a + b);
      const expected = Array.from({ length: POSITIONS }, (_, s) => (powers[s] ?? 0) / total);
      expected.forEach((share, s) => {
        expect(shares[row]?.[s]).toBeCloseTo(share, 5);
      });
      expect(shares[row]?.slice(count)).toEqual(new Array(POSITIONS - count).fill(0));
      for (let i = 0; i < SIZE; i++) {
        const mean = seen.reduce(
          (sum, m, s) => sum + (expected[s] as number) * (m[i] as number),
          0,
        );
        expect(contexts[row]?.[i]).toBeCloseTo(mean, 5);
      }
    });
  });

  test("has the gradients of finite differences", () => {
    const { attention, query, values } = make(score, 2);
    const factors = tensor3d(Rng.fromSeed(3).normal(query.size), query.shape);
    const loss = () => {
      const memory = { values, keys: attention.keys(values), lengths: LENGTHS };
      return sum<Scalar>(mul(attention.forward(query, memory).context, factors));
    };
    for (const parameter of Object.values(attention.parameters)) {
      const { grads } = variableGrads(loss, [parameter]);
      const gradient = (grads[parameter.name] as Tensor).dataSync();
      const start = parameter.dataSync().slice();
      for (const place of [0, Math.floor(start.length / 2), start.length - 1]) {
        const at = (shift: number) => {
          const moved = start.slice();
          moved[place] = (moved[place] as number) + shift;
          parameter.assign(tensor(moved, parameter.shape));
          return loss().dataSync()[0] as number;
        };
        const slope = (at(0.01) - at(-0.01)) / 0.02;
        at(0);
        expect(gradient[place]).toBeCloseTo(slope, 2);
      }
    }
  });

  test("treats many queries as one after the other", () => {
    const { attention, query, values } = make(score);
    const memory = { values, keys: attention.keys(values), lengths: LENGTHS };
    const together = rowsOf(attention.forward(query, memory).context);
    for (let q = 0; q < QUERIES; q++) {
      const one: Tensor3D = slice(query, [0, q, 0], [BATCH, 1, SIZE]);
      const alone = rowsOf(attention.forward(one, memory).context);
      expect(alone).toEqual([together[q], together[QUERIES + q]]);
    }
  });

  test("makes what it returns and no more", async () => {
    const { attention, query, values } = make(score);
    await expectTensors(score === "dot" ? 2 : 3, () => {
      const keys = attention.keys(values);
      return attention.forward(query, { values, keys, lengths: LENGTHS });
    });
    await expectTensors(0 - Object.keys(attention.parameters).length, () => attention.dispose());
    dispose([query, values]);
  });
});

test("says what does not fit", () => {
  const rng = null;
  expect(() => new Attention({ querySize: 3, memorySize: 4, score: "dot", rng })).toThrow(
    'Attention: querySize must be memorySize with "dot", got 3 and 4. Use "general".',
  );
  expect(
    () => new Attention({ querySize: 3, memorySize: 4, score: "location" as "dot", rng }),
  ).toThrow("Attention: score must be");
  const { attention, values } = make("general");
  const memory = { values, keys: attention.keys(values) };
  expect(() => attention.forward(slice(values, [0, 0, 0], [2, 4, 3]), memory)).toThrow(
    "Attention.forward: query must have shape [batch, queries, 5], got [2,4,3]",
  );
});
