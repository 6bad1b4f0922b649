import type { KernelName } from "@unroll/core";
import fc from "fast-check";
import type { Nested } from "../draw/host-tensor.ts";
import { type Random, random } from "../draw/random.ts";
import type { Tolerance } from "../tolerances.ts";
import type { Call } from "./call-kernel.ts";

/** A kernel of the contract, calls of it to try, and what must come out. */
export interface KernelCase<N extends KernelName = KernelName> {
  readonly kernel: N;
  readonly tolerance: keyof Tolerance;
  readonly variants: readonly Variant<N>[];
  /** The outputs in order, by name, computed in float64. */
  reference(call: Call<N>): Record<string, Nested>;
  /** Outputs that are int32. Default: none. */
  readonly integers?: readonly string[];
  /**
   * The size of the terms that the outputs are summed from, where it is not 1; or that of each output,
   * where one is not like the others.
   */
  scale?(call: Call<N>): number | Readonly<Record<string, number>>;
  /** Float inputs whose NaN has a reach that the contract determines. Default: all. */
  mayBeNaN?(call: Call<N>): readonly string[];
  /** Whether `lengths` count places on the last axis, and not steps on the second. Default: no. */
  readonly lengthsOnLastAxis?: boolean;
  /** Inputs with a time axis that are 0 at invalid steps, by the contract. */
  readonly zeroAtInvalid?: readonly string[];
}

/** A family of calls: an attribute fixed, everything else drawn. */
export interface Variant<N extends KernelName> {
  readonly name: string;
  /** Tries the body on the certain calls and on `runs` drawn ones, the same at every run. */
  forAll(runs: number, body: (call: Call<N>) => Promise<void>): Promise<void>;
  /** The call that is always tried first, of middling size. */
  example(): Call<N>;
}

/**
 * Makes a variant. fast-check draws (and, on failure, shrinks and prints) the small parameters;
 * the values come from a seed among them.
 *
 * @param certain  parameters that are always tried, those of the example first
 */
export function variant<N extends KernelName, P extends object>(
  name: string,
  parameters: fc.Arbitrary<P>,
  certain: readonly [P, ...P[]],
  make: (parameters: P, random: Random) => Call<N>,
): Variant<N> {
  const seeded = fc.tuple(parameters, fc.nat());
  const call = ([drawn, seed]: [P, number]) => make(drawn, random(seed));
  return {
    name,
    forAll: (runs, body) =>
      fc.assert(
        fc.asyncProperty(seeded, (drawn) => body(call(drawn))),
        {
          seed: 20,
          numRuns: certain.length + runs,
          examples: certain.map((fixed): [[P, number]] => [[fixed, 1]]),
        },
      ),
    example: () => call([certain[0], 1]),
  };
}
