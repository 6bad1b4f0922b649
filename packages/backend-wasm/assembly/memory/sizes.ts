/** Bytes of so many floats. */
// @ts-ignore: decorators
@inline
export function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/** Bytes of so many numbers in float64. */
// @ts-ignore: decorators
@inline
export function doubles(count: i32): usize {
  return (<usize>count) << 3;
}

/** Columns of a panel, see product/panels.ts. */
export const PANEL: i32 = 16;

/** Rounded up to whole vectors of four. */
// @ts-ignore: decorators
@inline
export function wholeVectors(count: i32): i32 {
  return (count + 3) & ~3;
}

/** Rounded up to whole panels. */
// @ts-ignore: decorators
@inline
export function wholePanels(count: i32): i32 {
  return (count + (PANEL - 1)) & ~(PANEL - 1);
}
