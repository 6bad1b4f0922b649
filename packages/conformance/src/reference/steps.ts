/** The valid steps of a row in the order in which they are walked. */
export function stepsOf(length: number, reverse: boolean): number[] {
  const steps = Array.from({ length }, (_, t) => t);
  return reverse ? steps.reverse() : steps;
}
