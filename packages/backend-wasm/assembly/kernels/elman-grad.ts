import { reluSlope, tanhSlope } from "../math/activations";
import { loadInt, loadVector, zeroBytes } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats, PANEL, wholePanels, wholeVectors } from "../memory/sizes";
import { multiply } from "../product/multiply";
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

/** Bytes of scratch that `elmanGrad` needs. */
export function elmanGradScratch(batch: i32, time: i32, hidden: i32): usize {
  return (
    validStepsBytes(batch, time) +
    floats((batch + 1) * wholeVectors(hidden) + batch * wholePanels(hidden))
  );
}

/**
 * Gradient of the Elman network: the loop over time, last step first.
 * dy y [B,T,H], dhN [B,H] -> dGates [B,T,H], dh0 [B,H].
 * dGates = act'(h') * dh';  dh = U^T dGates.  Werbos 1990.
 *
 * weightHh: panels of `packGatesBack`. dy, dhN, lengths int32 [B]: or 0.
 */
export function elmanGrad(
  dy: usize,
  dhN: usize,
  y: usize,
  weightHh: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  hidden: i32,
  reverse: bool,
  isRelu: bool,
  dGates: usize,
  dh0: usize,
  scratch: usize,
): void {
  const width = wholePanels(hidden);
  const hStride = floats(width);
  const padded = wholeVectors(hidden);
  const gateStride = floats(padded);
  const rowBytes = floats(hidden);

  const steps = scratch;
  const dPre = steps + validStepsBytes(batch, time); // at W x + U h + b of a step
  const dh = dPre + <usize>batch * gateStride;
  const zeros = dh + <usize>batch * hStride; // a row of them

  const stepCount = orderValidSteps(lengths, batch, time, reverse, steps);
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  // Behind those of the last step, which is taken first.
  let places = placesOf(steps, batch, time) + floats(rowsOfSteps(running, 0, stepCount));
  // What pads a row meets weights of 0, and must be finite.
  zeroBytes(dPre, <usize>batch * gateStride);
  zeroBytes(zeros, gateStride);
  readState(dhN, rows, batch, hidden, dh, hStride);

  for (let step = stepCount - 1; step >= 0; step--) {
    const count = loadInt(running + floats(step));
    places -= floats(count);
    for (let r = 0; r < count; r++) {
      const at = <usize>loadInt(places + floats(r)) * rowBytes;
      stepElmanGrad(
        hidden,
        isRelu,
        dy === 0 ? zeros : dy + at,
        y + at,
        dh + <usize>r * hStride,
        dPre + <usize>r * gateStride,
        dGates + at,
      );
    }
    zeroBytes(dh, <usize>count * hStride);
    multiply(dPre, gateStride, 0, count, padded, weightHh, width / PANEL, dh, hStride);
  }
  writeState(dh, hStride, rows, batch, hidden, dh0);
  silencePast(dGates, lengths, batch, time, hidden);
}

/** One step of one row: dh is that of h'; dPre and dGates are written. */
function stepElmanGrad(
  hidden: i32,
  isRelu: bool,
  dy: usize,
  y: usize,
  dh: usize,
  dPre: usize,
  dGates: usize,
): void {
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const count = hidden - j;
    const output = loadLanes(y + at, count);
    const dhNext = f32x4.add(loadVector(dh + at), loadLanes(dy + at, count));
    const d = isRelu ? reluSlope(output, dhNext) : tanhSlope(output, dhNext);
    storeLanes(dPre + at, d, count);
    storeLanes(dGates + at, d, count);
  }
}
