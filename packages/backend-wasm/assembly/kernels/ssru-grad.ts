import { reluSlope, sigmoidSlope } from "../math/activations";
import { constant, ONE } from "../math/constants";
import { loadInt, loadVector, storeVector, zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats, wholeVectors } from "../memory/sizes";
import { readState, writeState } from "../sequence/state";
import {
  orderValidSteps,
  placesOf,
  rowsOf,
  rowsOfSteps,
  runningOf,
  silencePast,
  validStepsBytes,
} from "../sequence/valid-steps";

/** Bytes of scratch that `ssruGrad` needs. */
export function ssruGradScratch(batch: i32, time: i32, hidden: i32): usize {
  return validStepsBytes(batch, time) + floats((2 * batch + 1) * wholeVectors(hidden));
}

/**
 * Gradient of the SSRU: the loop over time, last step first.
 * dy [B,T,H], dhN dcN [B,H], and the forward pass' gates [B,T,2H], cells [B,T,H]
 * -> dGates [B,T,2H], dh0 dc0 [B,H].
 * dc' += relu'(c') * dh';  dc = dc' * f.  Kim 2019.
 *
 * dy, dhN, dcN, c0, lengths int32 [B]: or 0.
 */
export function ssruGrad(
  dy: usize,
  dhN: usize,
  dcN: usize,
  gates: usize,
  cells: usize,
  c0: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  hidden: i32,
  reverse: bool,
  dGates: usize,
  dh0: usize,
  dc0: usize,
  scratch: usize,
): void {
  const stride = floats(wholeVectors(hidden));
  const row = floats(hidden);

  const steps = scratch;
  const dh = steps + validStepsBytes(batch, time);
  const dc = dh + <usize>batch * stride;
  const zeros = dc + <usize>batch * stride; // a row of them

  const stepCount = orderValidSteps(lengths, batch, time, reverse, steps);
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  // Behind those of the last step, which is taken first.
  let places = placesOf(steps, batch, time) + floats(rowsOfSteps(running, 0, stepCount));
  zeroBytes(zeros, stride);
  readState(dhN, rows, batch, hidden, dh, stride);
  readState(dcN, rows, batch, hidden, dc, stride);

  const before: i32 = reverse ? 1 : -1; // from a step's place to that of the step before
  for (let step = stepCount - 1; step >= 0; step--) {
    const count = loadInt(running + floats(step));
    places -= floats(count);
    for (let r = 0; r < count; r++) {
      const place = loadInt(places + floats(r));
      const cFirst = c0 === 0 ? zeros : c0 + <usize>loadInt(rows + floats(r)) * row;
      stepSsruGrad(
        hidden,
        dy === 0 ? zeros : dy + <usize>place * row,
        gates + <usize>place * 2 * row,
        cells + <usize>place * row,
        step === 0 ? cFirst : cells + <usize>(place + before) * row,
        dh + <usize>r * stride,
        dc + <usize>r * stride,
        dGates + <usize>place * 2 * row,
      );
    }
    zeroBytes(dh, <usize>count * stride); // no step starts from h
  }
  writeState(dh, stride, rows, batch, hidden, dh0);
  writeState(dc, stride, rows, batch, hidden, dc0);
  silencePast(dGates, lengths, batch, time, 2 * hidden);
}

/** One step of one row: dh and dc are those of h' and c'; dc becomes that of c, and dGates is written. */
function stepSsruGrad(
  hidden: i32,
  dy: usize,
  gates: usize,
  cells: usize,
  cPrevious: usize,
  dh: usize,
  dc: usize,
  dGates: usize,
): void {
  const gate = floats(hidden);
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const count = hidden - j;
    const f = loadLanes(gates + at, count);
    const g = loadLanes(gates + gate + at, count);
    const dhNext = f32x4.add(loadVector(dh + at), loadLanes(dy + at, count));
    const slope = reluSlope(loadLanes(cells + at, count), dhNext);
    const dcNext = f32x4.add(loadVector(dc + at), slope);
    const change = f32x4.sub(loadLanes(cPrevious + at, count), g);
    storeLanes(dGates + at, sigmoidSlope(f, f32x4.mul(dcNext, change)), count);
    storeLanes(dGates + gate + at, f32x4.mul(dcNext, f32x4.sub(constant(ONE), f)), count);
    storeVector(dc + at, f32x4.mul(dcNext, f));
  }
}
