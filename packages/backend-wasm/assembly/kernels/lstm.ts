import { sigmoid, tanh } from "../math/activations";
import { multiplyAdd } from "../math/multiply-add";
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

/** Bytes of scratch that `lstm` needs. */
export function lstmScratch(batch: i32, time: i32, hidden: i32): usize {
  const columns = gateColumns(4, hidden);
  const state = floats(batch * wholeVectors(hidden));
  return validStepsBytes(batch, time) + floats((1 + blockRows(batch, time)) * columns) + 2 * state;
}

/**
 * LSTM over a whole sequence. x [B,T,I], h0 c0 [B,H] -> y [B,T,H], hN cN [B,H], and where they are
 * not 0 gates [B,T,4H] = i, f, g, o and cells [B,T,H] = every c'.
 * c' = f*c + i*g;  h' = o*tanh(c').  Hochreiter & Schmidhuber 1997; forget gate: Gers 2000.
 *
 * weightIh, weightHh: panels of `packGates`. biasIh, biasHh [4H], h0, c0, lengths int32 [B]: or 0.
 * hN may be h0 and cN c0: a state is read before the first step and written after the last.
 */
export function lstm(
  x: usize,
  weightIh: usize,
  weightHh: usize,
  biasIh: usize,
  biasHh: usize,
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
  const columns = gateColumns(4, hidden);
  const rowBytes = floats(columns);
  const panels = columns / PANEL;
  const stateStride = floats(wholeVectors(hidden));

  const steps = scratch;
  const bias = steps + validStepsBytes(batch, time);
  const pre = bias + rowBytes; // W x + U h + b of a block of steps
  const h = pre + <usize>blockRows(batch, time) * rowBytes;
  const c = h + <usize>batch * stateStride;

  const stepCount = orderValidSteps(lengths, batch, time, reverse, steps);
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  let places = placesOf(steps, batch, time);
  layBias(biasIh, biasHh, 4, hidden, bias);
  readState(h0, rows, batch, hidden, h, stateStride);
  readState(c0, rows, batch, hidden, c, stateStride);

  let step = 0;
  while (step < stepCount) {
    const end = endOfBlock(running, step, stepCount, batch);
    const count = rowsOfSteps(running, step, end);
    repeatRow(bias, columns, count, pre);
    multiply(x, floats(input), places, count, input, weightIh, panels, pre, rowBytes);
    let row = pre;
    for (; step < end; step++) {
      const runningNow = loadInt(running + floats(step));
      multiply(h, stateStride, 0, runningNow, hidden, weightHh, panels, row, rowBytes);
      for (let r = 0; r < runningNow; r++) {
        const place = <usize>loadInt(places);
        const state = <usize>r * stateStride;
        stepLstm(
          row,
          hidden,
          h + state,
          c + state,
          y + place * floats(hidden),
          gates === 0 ? 0 : gates + place * floats(4 * hidden),
          cells + place * floats(hidden),
        );
        row += rowBytes;
        places += 4;
      }
    }
  }
  writeState(h, stateStride, rows, batch, hidden, hN);
  writeState(c, stateStride, rows, batch, hidden, cN);
  silencePast(y, lengths, batch, time, hidden);
  silencePast(gates, lengths, batch, time, 4 * hidden);
  silencePast(cells, lengths, batch, time, hidden);
}

/** One step of one row: h and c, padded, become h' and c'; y, and with `gates` the reserve, are written. */
function stepLstm(
  pre: usize,
  hidden: i32,
  h: usize,
  c: usize,
  y: usize,
  gates: usize,
  cells: usize,
): void {
  const padded = floats(wholeVectors(hidden));
  const gate = floats(hidden);
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const from = pre + at;
    const i = sigmoid(loadVector(from));
    const f = sigmoid(loadVector(from + padded));
    const g = tanh(loadVector(from + 2 * padded));
    const o = sigmoid(loadVector(from + 3 * padded));
    const cNext = multiplyAdd(f, loadVector(c + at), f32x4.mul(i, g));
    const hNext = f32x4.mul(o, tanh(cNext));
    storeVector(c + at, cNext);
    storeVector(h + at, hNext);
    const count = hidden - j;
    storeLanes(y + at, hNext, count);
    if (gates !== 0) {
      const to = gates + at;
      storeLanes(to, i, count);
      storeLanes(to + gate, f, count);
      storeLanes(to + 2 * gate, g, count);
      storeLanes(to + 3 * gate, o, count);
      storeLanes(cells + at, cNext, count);
    }
  }
}
