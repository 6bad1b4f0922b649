import { relu, sigmoid } from "../math/activations";
import { constant, ONE } from "../math/constants";
import { loadInt, loadVector, storeVector } from "../memory/access";
import { storeLanes } from "../memory/lanes";
import { floats, PANEL, wholeVectors } from "../memory/sizes";
import { multiply } from "../product/multiply";
import { layBias, repeatRow } from "../sequence/bias";
import { blockRows, endOfBlock } from "../sequence/block";
import { gateColumns } from "../sequence/gates";
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

/** Bytes of scratch that `ssru` needs. */
export function ssruScratch(batch: i32, time: i32, hidden: i32): usize {
  const columns = gateColumns(2, hidden);
  const state = floats(batch * wholeVectors(hidden));
  return validStepsBytes(batch, time) + floats((1 + blockRows(batch, time)) * columns) + 2 * state;
}

/**
 * Simpler simple recurrent unit over a whole sequence. x [B,T,I], h0 c0 [B,H] -> y [B,T,H], hN cN [B,H].
 * c' = f*c + (1-f)*g;  h' = relu(c');  f = sigmoid(W_f x + b_f), g = W x + b.  Kim 2019.
 *
 * weightIh: panels of `packGates`. biasIh [2H], h0, c0, lengths int32 [B]: or 0. gates [B,T,2H] = f, g and
 * cells [B,T,H] = every c' are written unless 0.
 * hN may be h0, and cN c0: a state is read before the first step and written after the last.
 */
export function ssru(
  x: usize,
  weightIh: usize,
  biasIh: usize,
  h0: usize,
  c0: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  input: i32,
  hidden: i32,
  reverse: bool,
  y: usize,
  hN: usize,
  cN: usize,
  gates: usize,
  cells: usize,
  scratch: usize,
): void {
  const columns = gateColumns(2, hidden);
  const rowBytes = floats(columns);
  const stateStride = floats(wholeVectors(hidden));

  const steps = scratch;
  const bias = steps + validStepsBytes(batch, time);
  const pre = bias + rowBytes; // W x + b of a block of steps
  const h = pre + <usize>blockRows(batch, time) * rowBytes;
  const c = h + <usize>batch * stateStride;

  const stepCount = orderValidSteps(lengths, batch, time, reverse, steps);
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  let places = placesOf(steps, batch, time);
  layBias(biasIh, 0, 2, hidden, bias);
  readState(h0, rows, batch, hidden, h, stateStride);
  readState(c0, rows, batch, hidden, c, stateStride);

  let step = 0;
  while (step < stepCount) {
    const end = endOfBlock(running, step, stepCount, batch);
    const count = rowsOfSteps(running, step, end);
    repeatRow(bias, columns, count, pre);
    multiply(x, floats(input), places, count, input, weightIh, columns / PANEL, pre, rowBytes);
    let row = pre;
    for (; step < end; step++) {
      const runningNow = loadInt(running + floats(step));
      for (let r = 0; r < runningNow; r++) {
        const at = <usize>loadInt(places) * floats(hidden);
        const state = <usize>r * stateStride;
        stepSsru(
          row,
          hidden,
          h + state,
          c + state,
          y + at,
          gates === 0 ? 0 : gates + 2 * at,
          cells === 0 ? 0 : cells + at,
        );
        row += rowBytes;
        places += 4;
      }
    }
  }
  writeState(h, stateStride, rows, batch, hidden, hN);
  writeState(c, stateStride, rows, batch, hidden, cN);
  silencePast(y, lengths, batch, time, hidden);
  if (gates !== 0) silencePast(gates, lengths, batch, time, 2 * hidden);
  if (cells !== 0) silencePast(cells, lengths, batch, time, hidden);
}

/** One step of one row: h and c, padded, become h' and c', and y is written. gates and cells: or 0. */
function stepSsru(
  pre: usize,
  hidden: i32,
  h: usize,
  c: usize,
  y: usize,
  gates: usize,
  cells: usize,
): void {
  const padded = floats(wholeVectors(hidden));
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const count = hidden - j;
    const f = sigmoid(loadVector(pre + at));
    const g = loadVector(pre + padded + at);
    const kept = f32x4.mul(f, loadVector(c + at));
    const cNext = f32x4.add(kept, f32x4.mul(f32x4.sub(constant(ONE), f), g));
    const hNext = relu(cNext);
    storeVector(c + at, cNext);
    storeVector(h + at, hNext);
    storeLanes(y + at, hNext, count);
    if (gates !== 0) {
      storeLanes(gates + at, f, count);
      storeLanes(gates + floats(hidden) + at, g, count);
    }
    if (cells !== 0) storeLanes(cells + at, cNext, count);
  }
}
