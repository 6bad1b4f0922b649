import { relu, tanh } from "../math/activations";
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

/** Bytes of scratch that `elman` needs. */
export function elmanScratch(batch: i32, time: i32, hidden: i32): usize {
  const columns = gateColumns(1, hidden);
  const state = floats(batch * wholeVectors(hidden));
  return validStepsBytes(batch, time) + floats((1 + blockRows(batch, time)) * columns) + state;
}

/**
 * Elman network over a whole sequence. x [B,T,I], h0 [B,H] -> y [B,T,H], hN [B,H].
 * h' = act(W x + U h + b), act = tanh or relu.  Elman 1990.
 *
 * weightIh, weightHh: panels of `packGates`. biasIh, biasHh [H], h0, lengths int32 [B]: or 0.
 * hN may be h0: a state is read before the first step and written after the last.
 */
export function elman(
  x: usize,
  weightIh: usize,
  weightHh: usize,
  biasIh: usize,
  biasHh: usize,
  h0: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  input: i32,
  hidden: i32,
  reverse: bool,
  isRelu: bool,
  y: usize,
  hN: usize,
  scratch: usize,
): void {
  const columns = gateColumns(1, hidden);
  const rowBytes = floats(columns);
  const panels = columns / PANEL;
  const stateStride = floats(wholeVectors(hidden));

  const steps = scratch;
  const bias = steps + validStepsBytes(batch, time);
  const pre = bias + rowBytes; // W x + U h + b of a block of steps
  const h = pre + <usize>blockRows(batch, time) * rowBytes;

  const stepCount = orderValidSteps(lengths, batch, time, reverse, steps);
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  let places = placesOf(steps, batch, time);
  layBias(biasIh, biasHh, 1, hidden, bias);
  readState(h0, rows, batch, hidden, h, stateStride);

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
        stepElman(row, hidden, isRelu, h + <usize>r * stateStride, y + place * floats(hidden));
        row += rowBytes;
        places += 4;
      }
    }
  }
  writeState(h, stateStride, rows, batch, hidden, hN);
  silencePast(y, lengths, batch, time, hidden);
}

/** One step of one row: h, padded, becomes h', and y is written. */
function stepElman(pre: usize, hidden: i32, isRelu: bool, h: usize, y: usize): void {
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const sum = loadVector(pre + at);
    const hNext = isRelu ? relu(sum) : tanh(sum);
    storeVector(h + at, hNext);
    storeLanes(y + at, hNext, hidden - j);
  }
}
