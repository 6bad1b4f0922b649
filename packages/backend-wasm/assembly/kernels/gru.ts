import { sigmoid, tanh } from "../math/activations";
import { constant, ONE } from "../math/constants";
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

/** Bytes of scratch that `gru` needs. */
export function gruScratch(batch: i32, time: i32, hidden: i32): usize {
  const columnsIh = gateColumns(3, hidden);
  const columnsHh = gateColumns(2, hidden) + gateColumns(1, hidden);
  return (
    validStepsBytes(batch, time) +
    floats((1 + blockRows(batch, time)) * columnsIh + (1 + batch) * columnsHh) +
    floats(2 * batch * wholeVectors(hidden))
  );
}

/**
 * GRU over a whole sequence. x [B,T,I], h0 [B,H] -> y [B,T,H], hN [B,H], and where they are not 0
 * gates [B,T,3H] = r, z, n and hiddens [B,T,H].
 * h' = (1-z)*n + z*h.  Cho 2014.
 * resetAfter: n = tanh(W x + b_in + r*hiddens), hiddens = U h + b_hn
 * otherwise:  n = tanh(W x + b_in + U hiddens + b_hn), hiddens = r*h
 *
 * weightIh: panels of `packGates`, of three gates. weightRz, weightN: those of weightHh, of r and z
 * and of n, which without resetAfter multiplies r*h and so has to wait for r.
 * biasIh, biasHh [3H], h0, lengths int32 [B]: or 0.
 * hN may be h0: a state is read before the first step and written after the last.
 */
export function gru(
  x: usize,
  weightIh: usize,
  weightRz: usize,
  weightN: usize,
  biasIh: usize,
  biasHh: usize,
  h0: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  input: i32,
  hidden: i32,
  reverse: bool,
  resetAfter: bool,
  y: usize,
  hN: usize,
  gates: usize,
  hiddens: usize,
  scratch: usize,
): void {
  const columns = gateColumns(3, hidden);
  const columnsRz = gateColumns(2, hidden);
  const columnsN = gateColumns(1, hidden);
  const preBytes = floats(columns);
  const rzBytes = floats(columnsRz);
  const nBytes = floats(columnsN);
  const stateStride = floats(wholeVectors(hidden));
  const blocked = blockRows(batch, time);

  const steps = scratch;
  const bias = steps + validStepsBytes(batch, time);
  const biasRz = bias + preBytes;
  const biasN = biasRz + rzBytes;
  const pre = biasN + nBytes; // W x + b_i of a block of steps; r, z and n take its place
  const preRz = pre + <usize>blocked * preBytes; // U h + b_h of r and z of a step
  const preN = preRz + <usize>batch * rzBytes; // that of n
  const h = preN + <usize>batch * nBytes;
  const reset = h + <usize>batch * stateStride; // r*h

  const stepCount = orderValidSteps(lengths, batch, time, reverse, steps);
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  let places = placesOf(steps, batch, time);
  layBias(biasIh, 0, 3, hidden, bias);
  layBias(biasHh, 0, 2, hidden, biasRz);
  layBias(biasHh === 0 ? 0 : biasHh + floats(2 * hidden), 0, 1, hidden, biasN);
  readState(h0, rows, batch, hidden, h, stateStride);

  let step = 0;
  while (step < stepCount) {
    const end = endOfBlock(running, step, stepCount, batch);
    const count = rowsOfSteps(running, step, end);
    repeatRow(bias, columns, count, pre);
    multiply(x, floats(input), places, count, input, weightIh, columns / PANEL, pre, preBytes);
    let row = pre;
    for (; step < end; step++) {
      const runningNow = loadInt(running + floats(step));
      repeatRow(biasRz, columnsRz, runningNow, preRz);
      repeatRow(biasN, columnsN, runningNow, preN);
      multiply(h, stateStride, 0, runningNow, hidden, weightRz, columnsRz / PANEL, preRz, rzBytes);
      for (let r = 0; r < runningNow; r++) {
        const state = <usize>r * stateStride;
        stepResetAndUpdate(
          row + <usize>r * preBytes,
          preRz + <usize>r * rzBytes,
          hidden,
          h + state,
          reset + state,
        );
      }
      const left = resetAfter ? h : reset;
      multiply(left, stateStride, 0, runningNow, hidden, weightN, columnsN / PANEL, preN, nBytes);
      for (let r = 0; r < runningNow; r++) {
        const place = <usize>loadInt(places);
        const state = <usize>r * stateStride;
        const hiddenRow = preN + <usize>r * nBytes;
        stepCandidate(
          row,
          hiddenRow,
          resetAfter ? hiddenRow : reset + state,
          hidden,
          resetAfter,
          h + state,
          y + place * floats(hidden),
          gates === 0 ? 0 : gates + place * floats(3 * hidden),
          hiddens + place * floats(hidden),
        );
        row += preBytes;
        places += 4;
      }
    }
  }
  writeState(h, stateStride, rows, batch, hidden, hN);
  silencePast(y, lengths, batch, time, hidden);
  silencePast(gates, lengths, batch, time, 3 * hidden);
  silencePast(hiddens, lengths, batch, time, hidden);
}

/** r and z of one row, in the place of its W x + b_i, and r*h. */
function stepResetAndUpdate(pre: usize, preRz: usize, hidden: i32, h: usize, reset: usize): void {
  const padded = floats(wholeVectors(hidden));
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const r = sigmoid(f32x4.add(loadVector(pre + at), loadVector(preRz + at)));
    const z = sigmoid(f32x4.add(loadVector(pre + padded + at), loadVector(preRz + padded + at)));
    storeVector(pre + at, r);
    storeVector(pre + padded + at, z);
    storeVector(reset + at, f32x4.mul(r, loadVector(h + at)));
  }
}

/** n and h' of one row; with `gates` the reserve is written, its hiddens from `kept`. */
function stepCandidate(
  pre: usize,
  preN: usize,
  kept: usize,
  hidden: i32,
  resetAfter: bool,
  h: usize,
  y: usize,
  gates: usize,
  hiddens: usize,
): void {
  const padded = floats(wholeVectors(hidden));
  const gate = floats(hidden);
  const one = constant(ONE);
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const r = loadVector(pre + at);
    const z = loadVector(pre + padded + at);
    const wx = loadVector(pre + 2 * padded + at);
    const uh = loadVector(preN + at);
    const n = tanh(resetAfter ? multiplyAdd(r, uh, wx) : f32x4.add(wx, uh));
    const hNext = multiplyAdd(f32x4.sub(one, z), n, f32x4.mul(z, loadVector(h + at)));
    storeVector(h + at, hNext);
    const count = hidden - j;
    storeLanes(y + at, hNext, count);
    if (gates !== 0) {
      const to = gates + at;
      storeLanes(to, r, count);
      storeLanes(to + gate, z, count);
      storeLanes(to + 2 * gate, n, count);
      storeLanes(hiddens + at, loadVector(kept + at), count);
    }
  }
}
