import { describe, expect, test } from "vitest";
import { Rng } from "../random/rng.ts";
import { glorotUniform, normal, uniform, zeros } from "./initializer.ts";
import { orthogonal } from "./orthogonal.ts";

const rng = () => Rng.fromSeed(2);

describe("orthogonal", () => {
  test.each([
    [6, 6],
    [3, 7],
    [7, 3],
    [1, 1],
    [65, 64],
  ])("[%i, %i] has orthonormal rows or columns, times the gain", (rows, columns) => {
    const values = orthogonal(2)(rows, columns, rng());
    const tall = rows > columns;
    const [count, size] = tall ? [columns, rows] : [rows, columns];
    const at = (vector: number, i: number) =>
      values[tall ? i * columns + vector : vector * columns + i] as number;
    for (let a = 0; a < count; a++) {
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let i = 0; i < size; i++) {
          dot += at(a, i) * at(b, i);
        }
        expect(dot).toBeCloseTo(a === b ? 4 : 0, 5);
      }
    }
  });

  test("of 1024 x 1024 takes less than 2 s", () => {
    // Time of the processor, not of the clock: tests share their cores.
    const before = process.cpuUsage();
    expect(orthogonal()(1024, 1024, rng())).toHaveLength(1024 * 1024);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
  });
});

test("ranges and moments", () => {
  expect(zeros(2, 3, rng())).toEqual(new Float32Array(6));
  const bounded = [...uniform(0.1)(100, 10, rng())];
  expect(Math.max(...bounded)).toBeLessThanOrEqual(0.1);
  expect(Math.max(...bounded)).toBeGreaterThan(0.099);
  expect(Math.min(...bounded)).toBeGreaterThanOrEqual(-0.1);
  expect(Math.min(...bounded)).toBeLessThan(-0.099);
  const glorot = [...glorotUniform(100, 50, rng())];
  expect(Math.max(...glorot.map(Math.abs))).toBeLessThanOrEqual(0.2);
  expect(Math.max(...glorot.map(Math.abs))).toBeGreaterThan(0.19);
  const gauss = normal(0.5)(100, 100, rng());
  const variance = gauss.reduce((sum, x) => sum + x * x, 0) / gauss.length;
  expect(variance).toBeCloseTo(0.25, 2);
});
