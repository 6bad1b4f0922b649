import { sigmoidSlope, tanh, tanhSlope } from "../math/activations";
import { loadInt, loadVector, storeVector, zeroBytes } from "../memory/access";
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

/** Bytes of scratch that `lstmGrad` needs. */
export function lstmGradScratch(batch: i32, time: i32, hidden: i32): usize {
  const padded = wholeVectors(hidden);
  return validStepsBytes(batch, time) + floats(batch * (5 * padded + wholePanels(hidden)) + padded);
}

/**
 * Gradient of the LSTM: the loop over time, last step first.
 * dy [B,T,H], dhN dcN [B,H], and the forward pass' gates [B,T,4H], cells [B,T,H]
 * -> dGates [B,T,4H], dh0 dc0 [B,H].
 * dc' += dh' * o * tanh'(c');  dc = dc' * f;  dh = U^T dGates.
 * Hochreiter & Schmidhuber 1997; in full: Graves & Schmidhuber 2005.
 *
 * weightHh: panels of `packGatesBack`. dy, dhN, dcN, c0, lengths int32 [B]: or 0.
 */
export function lstmGrad(
  dy: usize,
  dhN: usize,
  dcN: usize,
  gates: usize,
  cells: usize,
  c0: usize,
  weightHh: usize,
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
  const padded = wholeVectors(hidden);
  const width = wholePanels(hidden);
  const hStride = floats(width);
  const cStride = floats(padded);
  const gateStride = cStride * 4;
  const row = floats(hidden);

  const steps = scratch;
  const dPre = steps + validStepsBytes(batch, time); // at W x + U h + b of a step
  const dh = dPre + <usize>batch * gateStride;
  const dc = dh + <usize>batch * hStride;
  const zeros = dc + <usize>batch * cStride; // a row of them

  const stepCount = orderValidSteps(lengths, batch, time, reverse, steps);
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  // Behind those of the last step, which is taken first.
  let places = placesOf(steps, batch, time) + floats(rowsOfSteps(running, 0, stepCount));
  // What pads the gates meets weights of 0, and must be finite.
  zeroBytes(dPre, <usize>batch * gateStride);
  zeroBytes(zeros, cStride);
  readState(dhN, rows, batch, hidden, dh, hStride);
  readState(dcN, rows, batch, hidden, dc, cStride);

  const before: i32 = reverse ? 1 : -1; // from a step's place to that of the step before
  for (let step = stepCount - 1; step >= 0; step--) {
    const count = loadInt(running + floats(step));
    places -= floats(count);
    for (let r = 0; r < count; r++) {
      const place = loadInt(places + floats(r));
      const cFirst = c0 === 0 ? zeros : c0 + <usize>loadInt(rows + floats(r)) * row;
      const cPrevious = step === 0 ? cFirst : cells + <usize>(place + before) * row;
      stepLstmGrad(
        hidden,
        dy === 0 ? zeros : dy + <usize>place * row,
        gates + <usize>place * 4 * row,
        cells + <usize>place * row,
        cPrevious,
        dh + <usize>r * hStride,
        dc + <usize>r * cStride,
        dPre + <usize>r * gateStride,
        dGates + <usize>place * 4 * row,
      );
    }
    zeroBytes(dh, <usize>count * hStride);
    multiply(dPre, gateStride, 0, count, 4 * padded, weightHh, width / PANEL, dh, hStride);
  }
  writeState(dh, hStride, rows, batch, hidden, dh0);
  writeState(dc, cStride, rows, batch, hidden, dc0);
  silencePast(dGates, lengths, batch, time, 4 * hidden);
}

/** One step of one row: dh and dc are those of h' and c'; dc becomes that of c, dPre and dGates are written. */
function stepLstmGrad(
  hidden: i32,
  dy: usize,
  gates: usize,
  cells: usize,
  cPrevious: usize,
  dh: usize,
  dc: usize,
  dPre: usize,
  dGates: usize,
): void {
  const padded = floats(wholeVectors(hidden));
  const gate = floats(hidden);
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const count = hidden - j;
    const from = gates + at;
    const i = loadLanes(from, count);
    const f = loadLanes(from + gate, count);
    const g = loadLanes(from + 2 * gate, count);
    const o = loadLanes(from + 3 * gate, count);
    const tanhC = tanh(loadLanes(cells + at, count));

    const dhNext = f32x4.add(loadVector(dh + at), loadLanes(dy + at, count));
    const dcNext = f32x4.add(loadVector(dc + at), tanhSlope(tanhC, f32x4.mul(dhNext, o)));
    const dI = sigmoidSlope(i, f32x4.mul(dcNext, g));
    const dF = sigmoidSlope(f, f32x4.mul(dcNext, loadLanes(cPrevious + at, count)));
    const dG = tanhSlope(g, f32x4.mul(dcNext, i));
    const dO = sigmoidSlope(o, f32x4.mul(dhNext, tanhC));
    storeVector(dc + at, f32x4.mul(dcNext, f));

    const pre = dPre + at;
    storeLanes(pre, dI, count);
    storeLanes(pre + padded, dF, count);
    storeLanes(pre + 2 * padded, dG, count);
    storeLanes(pre + 3 * padded, dO, count);
    const to = dGates + at;
    storeLanes(to, dI, count);
    storeLanes(to + gate, dF, count);
    storeLanes(to + 2 * gate, dG, count);
    storeLanes(to + 3 * gate, dO, count);
  }
}
