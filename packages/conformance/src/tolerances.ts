/** How far a backend may be off. */
export interface Tolerance {
  /** Outputs, losses, products: from the float64 reference, relative to a tensor's largest value. */
  readonly forward: number;
  /** Gradients, through time too; likewise. */
  readonly gradient: number;
  /** Any value of another library, which is float32 itself: absolute and relative. */
  readonly golden: number;
  /** Losses, gradient norms and weights over a training run: relative. */
  readonly trajectory: number;
}

/**
 * How far each backend may be off, all in one place. Loosening one needs its reason in the commit.
 * float32 rounds to 6e-8; PyTorch's own saturated gates are off by 1e-5.
 */
export const tolerances = {
  /** Sums in float64: its errors come from rounding results to float32. */
  cpu: { forward: 1e-6, gradient: 2e-6, golden: 1e-5, trajectory: 1e-4 },
  /** Sums in float32, over up to some hundred terms in the cases: each rounds by up to 6e-8. */
  wasm: { forward: 5e-6, gradient: 1e-5, golden: 1e-5, trajectory: 1e-4 },
} as const satisfies Record<string, Tolerance>;
