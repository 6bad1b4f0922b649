/** One tensor that was computed, and what a file says it must be. */
export interface Comparison {
  /** Such as "outputs.h_n" or "losses". */
  readonly name: string;
  /** A trajectory is compared relatively only: its values may be as small as they like. */
  readonly kind: "value" | "trajectory";
  readonly actual: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  /** The size of the terms the values are sums of, where it is known. Default: their root mean square. */
  readonly scale?: number;
}

/** The largest errors of a comparison; infinite where a value that must be finite is not. */
export interface Errors {
  readonly maxAbsError: number;
  /** |actual - expected| / max(|expected|, scale). */
  readonly maxRelError: number;
}

/** What may be accepted: |actual - expected| <= absolute + relative * max(|expected|, scale). */
export interface Acceptance {
  readonly absolute: number;
  readonly relative: number;
}

export function measure(comparison: Comparison): Errors {
  let maxAbsError = 0;
  let maxRelError = 0;
  for (const { error, size } of deviations(comparison)) {
    maxAbsError = Math.max(maxAbsError, error);
    // 1e-30: an error where everything must be 0 is huge, but a number.
    maxRelError = Math.max(maxRelError, error / Math.max(size, 1e-30));
  }
  return { maxAbsError, maxRelError };
}

/** Whether every value is accepted. */
export function accepted(comparison: Comparison, { absolute, relative }: Acceptance): boolean {
  const floor = comparison.kind === "trajectory" ? 0 : absolute;
  return deviations(comparison).every(({ error, size }) => error <= floor + relative * size);
}

function deviations({ actual, expected, scale }: Comparison): { error: number; size: number }[] {
  const values = Array.from(expected);
  const typical = scale ?? Math.sqrt(values.reduce((sum, e) => sum + e * e, 0) / values.length);
  return values.map((e, index) => {
    const error = Math.abs((actual[index] ?? Number.NaN) - e);
    return {
      error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error,
      size: Math.max(Math.abs(e), typical),
    };
  });
}
