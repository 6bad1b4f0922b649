import { loadInt, storeInt, zeroBytes } from "../memory/access";
import { floats } from "../memory/sizes";

// The valid steps of a batch in the order in which a loop over time takes them: step 0 of every row,
// then step 1 of every row, and so on, rows sorted by length, longest first. So the rows still
// running at a step are the first ones, every step's rows lie next to each other, and invalid steps
// are never computed. The same as PyTorch's pack_padded_sequence.
//
// In scratch, int32: rows [B], the batch row at each place of that order (rows of equal length keep
// their order); running [T], how many rows run at each step; places [B*T], for every valid step its
// place b*T + t in a tensor [B, T, ...].

/** Bytes that the order of a batch takes. */
export function validStepsBytes(batch: i32, time: i32): usize {
  return floats(batch) + floats(time + 1) + floats(batch) * time;
}

// @ts-ignore: decorators
@inline
export function rowsOf(steps: usize): usize {
  return steps;
}
// @ts-ignore: decorators
@inline
export function runningOf(steps: usize, batch: i32): usize {
  return steps + floats(batch);
}
// @ts-ignore: decorators
@inline
export function placesOf(steps: usize, batch: i32, time: i32): usize {
  return steps + floats(batch) + floats(time + 1);
}

/** Rows of the steps from `step` to `end`. */
export function rowsOfSteps(running: usize, step: i32, end: i32): i32 {
  let rows = 0;
  for (let s = step; s < end; s++) rows += loadInt(running + floats(s));
  return rows;
}

/**
 * Orders the valid steps.
 *
 * @param lengths  int32 [B], each 0..time; 0 where all are `time`
 * @returns        the number of steps of the longest row
 */
export function orderValidSteps(
  lengths: usize,
  batch: i32,
  time: i32,
  reverse: bool,
  steps: usize,
): i32 {
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  // Sorted by counting. At first running[t] counts the rows of length t, then those longer than t.
  zeroBytes(running, floats(time + 1));
  for (let b = 0; b < batch; b++) {
    const at = running + floats(lengthOf(lengths, b, time));
    storeInt(at, loadInt(at) + 1);
  }
  let longer = 0;
  let stepCount = 0;
  for (let t = time; t >= 0; t--) {
    const at = running + floats(t);
    const count = loadInt(at);
    storeInt(at, longer);
    longer += count;
    if (stepCount === 0 && count > 0) stepCount = t;
  }
  // running[t] is where the first row of length t goes, and moves on as they come.
  for (let b = 0; b < batch; b++) {
    const at = running + floats(lengthOf(lengths, b, time));
    const place = loadInt(at);
    storeInt(rows + floats(place), b);
    storeInt(at, place + 1);
  }
  // Now running[t] counts the rows of length t or more, so those that run at step t are the next.
  let place = placesOf(steps, batch, time);
  for (let step = 0; step < stepCount; step++) {
    const count = loadInt(running + floats(step + 1));
    storeInt(running + floats(step), count);
    for (let r = 0; r < count; r++) {
      const row = loadInt(rows + floats(r));
      const t = reverse ? lengthOf(lengths, row, time) - 1 - step : step;
      storeInt(place, row * time + t);
      place += 4;
    }
  }
  return stepCount;
}

// @ts-ignore: decorators
@inline
export function lengthOf(lengths: usize, row: i32, time: i32): i32 {
  return lengths === 0 ? time : loadInt(lengths + floats(row));
}

/** Zeros past every row's length in a tensor [B, T, width]; nothing where `tensor` is 0. */
export function silencePast(
  tensor: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  width: i32,
): void {
  if (tensor === 0 || lengths === 0) return;
  const step = floats(width);
  for (let b = 0; b < batch; b++) {
    const length = lengthOf(lengths, b, time);
    if (length < time) {
      zeroBytes(tensor + (<usize>(b * time + length)) * step, <usize>(time - length) * step);
    }
  }
}
