import { flatten, type Nested } from "../draw/host-tensor.ts";
import type { Random } from "../draw/random.ts";
import { derivative } from "../reference/finite-differences.ts";
import { expectNumber } from "./expect-close.ts";

/** A computation of several outputs, in float64, and a backend's gradient of it. */
export interface Differentiated<I extends Record<string, Nested>> {
  inputs: I;
  /** The outputs, in float64. */
  forward(inputs: I): Nested[];
  /** The backend's gradients of Σ output * dOutput, for those inputs that have one. */
  gradients(dOutputs: Nested[]): Promise<Partial<Record<keyof I & string, Nested>>>;
}

/**
 * Compares a backend's gradient with finite differences of the float64 computation, each input
 * moved in a random direction: <gradient, direction> = d loss / d distance.
 *
 * @param dOutputs  the loss is Σ output * dOutput
 */
export async function checkGradients<I extends Record<string, Nested>>(
  subject: Differentiated<I>,
  dOutputs: Nested[],
  random: Random,
  tolerance: number,
): Promise<void> {
  const { inputs } = subject;
  const loss = (at: I) =>
    subject
      .forward(at)
      .reduce<number>((sum, output, k) => sum + inner(output, dOutputs[k] ?? 0), 0);

  const gradients = await subject.gradients(dOutputs);
  for (const [name, gradient] of Object.entries<Nested | undefined>(gradients)) {
    const value = inputs[name];
    if (gradient === undefined || value === undefined) continue;
    const direction = like(value, () => random.value());
    const along = flatten(direction);
    const terms = flatten(gradient).map((g, j) => g * (along[j] ?? Number.NaN));
    expectNumber(
      `derivative along ${name}`,
      terms.reduce((sum, term) => sum + term, 0),
      derivative((distance) =>
        loss({ ...inputs, [name]: combine(value, direction, (v, d) => v + distance * d) }),
      ),
      tolerance,
      terms.reduce((sum, term) => sum + Math.abs(term), 1),
    );
  }
}

/** Nested values of the same shape. */
export function like(shape: Nested, make: () => number): Nested {
  return combine(shape, shape, make);
}

function combine(a: Nested, b: Nested, f: (a: number, b: number) => number): Nested {
  if (typeof a === "number") return f(a, b as number);
  return a.map((inner, j) => combine(inner, (b as Nested[])[j] ?? Number.NaN, f)) as Nested;
}

function inner(a: Nested, b: Nested): number {
  const other = flatten(b);
  return flatten(a).reduce((sum, value, j) => sum + value * (other[j] ?? Number.NaN), 0);
}
