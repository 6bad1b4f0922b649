import { copyBytes, zeroBytes } from "../memory/access";
import { floats } from "../memory/sizes";
import { lengthOf, silencePast } from "../sequence/valid-steps";

/**
 * The state every step started from. y [B,T,H], h0 [B,H] -> previous [B,T,H]:
 * h0 at a row's first step, else the y of the step before; 0 at invalid steps.
 *
 * h0, lengths int32 [B]: or 0.
 */
export function previousStates(
  y: usize,
  h0: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  hidden: i32,
  reverse: bool,
  previous: usize,
): void {
  const step = floats(hidden);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, time);
    if (length === 0) continue;
    const row = <usize>(b * time) * step;
    const others = <usize>(length - 1) * step;
    const initial: usize = h0 === 0 ? <usize>0 : h0 + <usize>b * step;
    if (reverse) {
      copyBytes(previous + row, y + row + step, others);
      copyOrZero(previous + row + others, initial, step);
    } else {
      copyOrZero(previous + row, initial, step);
      copyBytes(previous + row + step, y + row, others);
    }
  }
  silencePast(previous, lengths, batch, time, hidden);
}

/** Copies, or writes zeros where there is nothing to copy. */
function copyOrZero(to: usize, from: usize, bytes: usize): void {
  if (from === 0) zeroBytes(to, bytes);
  else copyBytes(to, from, bytes);
}
