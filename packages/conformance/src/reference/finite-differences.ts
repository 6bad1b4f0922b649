/**
 * The derivative of f at 0 in float64.  (f(e) - f(-e)) / 2e; its error is of order e².
 * @param f  the loss as a function of how far its argument has moved along a direction
 */
export function derivative(f: (distance: number) => number, e = 1e-5): number {
  return (f(e) - f(-e)) / (2 * e);
}
