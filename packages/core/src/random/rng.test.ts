import { describe, expect, test } from "vitest";
import { Rng } from "./rng.ts";
import { threefry } from "./threefry.ts";

describe("threefry", () => {
  // Known answers of Random123 (kat_vectors, "threefry2x32 20").
  test.each([
    [
      [0, 0, 0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)("key and counter %j", ([key0, key1, counter0, counter1], expected) => {
    const out = new Uint32Array(2);
    threefry(key0, key1, counter0, counter1, out);
    expect([...out]).toEqual(expected);
  });
});

describe("Rng", () => {
  test("the same seed gives the same numbers, another seed others", () => {
    const draw = (seed: number) => [...Rng.fromSeed(seed).uniform(8)];
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 32));
  });

  test("a stream of another is the same for ever: initial weights, masks and batches hang on it", () => {
    const rng = Rng.fromSeed(1);
    const first = (stream: Rng) => [stream.nextUint32(), stream.nextUint32()];
    expect(first(rng.fold("rnn"))).toEqual([3557383976, 230069]);
    expect(first(rng.fold(7))).toEqual([2157523541, 2899819713]);
    expect(first(rng.fold(2 ** 32 + 7))).toEqual([1896603314, 3641148369]);
    expect(first(rng.fold("rnn").fold(0))).toEqual([4164785832, 1126787228]);
    expect(first(rng)).toEqual([3023415290, 2531993477]);
    const claimed = Rng.fromSeed(1);
    expect(first(claimed.claim())).toEqual([3023415290, 2531993477]);
    expect(first(claimed.claim())).toEqual([3894650844, 3745947531]);
    expect(first(claimed.claim())).toEqual([31695178, 1599077193]);
  });

  test("so are its numbers", () => {
    expect([...Rng.fromSeed(1).permutation(8)]).toEqual([7, 1, 3, 5, 0, 4, 6, 2]);
    expect([...Rng.fromSeed(1).permutation(9)]).toEqual([0, 6, 1, 7, 4, 3, 8, 5, 2]);
    const [normal, uniform] = [Rng.fromSeed(1).normal(3), Rng.fromSeed(1).uniform(3)];
    expect([...normal]).toEqual([-1.319856882095337, -0.8320992588996887, 0.15109415352344513]);
    expect([...uniform]).toEqual([0.7039437294006348, 0.5895256996154785, 0.05771496519446373]);
  });

  test("an integer below a bound leaves out the words that would favour small ones", () => {
    const bound = 2 ** 31 + 1;
    const [words, rng] = [Rng.fromSeed(4), Rng.fromSeed(4)];
    const all = Array.from({ length: 64 }, () => words.nextUint32());
    const below = all.filter((word) => word < bound);
    expect(below.length).toBeLessThan(48);
    expect(below.map(() => rng.nextInt(bound))).toEqual(below);
  });

  test("a folded stream does not depend on what was drawn before", () => {
    const used = Rng.fromSeed(1);
    used.uniform(100);
    expect([...used.fold("a").uniform(4)]).toEqual([...Rng.fromSeed(1).fold("a").uniform(4)]);
    expect([...used.fold("a").uniform(4)]).not.toEqual([...used.fold("b").uniform(4)]);
    expect([...used.fold(1).uniform(4)]).not.toEqual([...used.fold(2).uniform(4)]);
  });

  test("the first claim is the stream from its start, later ones are streams of their own", () => {
    const rng = Rng.fromSeed(1);
    rng.uniform(3);
    const claims = [rng.claim(), rng.claim(), rng.claim()].map((claim) => [...claim.uniform(4)]);
    expect(claims[0]).toEqual([...Rng.fromSeed(1).uniform(4)]);
    expect(new Set(claims.map(String)).size).toBe(3);
    // What was claimed may be handed on.
    expect([...Rng.fromSeed(1).claim().claim().uniform(4)]).toEqual(claims[0]);
  });

  test("moments of uniform, normal and dropout masks", () => {
    const size = 100_000;
    const mean = (values: Float32Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const rng = Rng.fromSeed(3);
    expect(mean(rng.uniform(size, -1, 3))).toBeCloseTo(1, 1);
    const normal = rng.normal(size, 2, 3);
    expect(mean(normal)).toBeCloseTo(2, 1);
    expect(Math.sqrt(mean(normal.map((v) => (v - 2) ** 2)))).toBeCloseTo(3, 1);
    const mask = rng.dropoutMask(size, 0.25);
    expect(mean(mask)).toBeCloseTo(1, 1);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(4 / 3)]));
  });

  test("a permutation holds every number once", () => {
    const order = Rng.fromSeed(5).permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...order.subarray(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 53])("seed %s is refused", (seed) => {
    expect(() => Rng.fromSeed(seed)).toThrow("Rng.fromSeed: seed must be an integer");
  });
});
