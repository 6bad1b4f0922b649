import { sigmoidSlope, tanhSlope } from "../math/activations";
import { constant, ONE } from "../math/constants";
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

/** Bytes of scratch that `gruGrad` needs. */
export function gruGradScratch(batch: i32, time: i32, hidden: i32): usize {
  return (
    validStepsBytes(batch, time) +
    floats((3 * batch + 1) * wholeVectors(hidden) + 2 * batch * wholePanels(hidden))
  );
}

/**
 * Gradient of the GRU: the loop over time, last step first.
 * dy [B,T,H], dhN [B,H], and the forward pass' gates [B,T,3H], hiddens [B,T,H], previous [B,T,H]
 * -> dGates dHidden [B,T,3H], dh0 [B,H].
 * dn = dh' * (1-z) * (1-n^2);  dz = dh' * (h-n) * z*(1-z);
 * resetAfter:  dr = dn * hiddens * r*(1-r);   dh = dh' * z + U_rz^T (dr, dz) + U_n^T (r*dn)
 * otherwise:   dr = U_n^T dn * h * r*(1-r);   dh = dh' * z + U_rz^T (dr, dz) + r * U_n^T dn
 *
 * weightRz, weightN: panels of `packGatesBack` of r and z, and of n. dy, dhN, lengths int32 [B]: or 0.
 */
export function gruGrad(
  dy: usize,
  dhN: usize,
  gates: usize,
  hiddens: usize,
  previous: usize,
  weightRz: usize,
  weightN: usize,
  lengths: usize,
  batch: i32,
  time: i32,
  hidden: i32,
  reverse: bool,
  resetAfter: bool,
  dGates: usize,
  dHidden: usize,
  dh0: usize,
  scratch: usize,
): void {
  const padded = wholeVectors(hidden);
  const width = wholePanels(hidden);
  const panels = width / PANEL;
  const hStride = floats(width);
  const nStride = floats(padded);
  const rzStride = nStride * 2;
  const rowBytes = floats(hidden);

  const steps = scratch;
  const dPreRz = steps + validStepsBytes(batch, time); // at U h + b_h of r and z of a step
  const dPreN = dPreRz + <usize>batch * rzStride; // at that of n
  const dLeftOfN = dPreN + <usize>batch * nStride; // at what U_n multiplied: h or r*h
  const dh = dLeftOfN + <usize>batch * hStride;
  const zeros = dh + <usize>batch * hStride; // a row of them

  const stepCount = orderValidSteps(lengths, batch, time, reverse, steps);
  const rows = rowsOf(steps);
  const running = runningOf(steps, batch);
  // Behind those of the last step, which is taken first.
  let places = placesOf(steps, batch, time) + floats(rowsOfSteps(running, 0, stepCount));
  // What pads the gates meets weights of 0, and must be finite.
  zeroBytes(dPreRz, <usize>batch * (rzStride + nStride));
  zeroBytes(zeros, nStride);
  readState(dhN, rows, batch, hidden, dh, hStride);

  for (let step = stepCount - 1; step >= 0; step--) {
    const count = loadInt(running + floats(step));
    places -= floats(count);
    for (let r = 0; r < count; r++) {
      const at = <usize>loadInt(places + floats(r)) * rowBytes;
      stepCandidateGrad(
        hidden,
        resetAfter,
        dy === 0 ? zeros : dy + at,
        gates + 3 * at,
        previous + at,
        dh + <usize>r * hStride,
        dPreRz + <usize>r * rzStride,
        dPreN + <usize>r * nStride,
        dGates + 3 * at,
        dHidden + 3 * at,
      );
    }
    zeroBytes(dLeftOfN, <usize>count * hStride);
    multiply(dPreN, nStride, 0, count, padded, weightN, panels, dLeftOfN, hStride);
    for (let r = 0; r < count; r++) {
      const at = <usize>loadInt(places + floats(r)) * rowBytes;
      stepResetGrad(
        hidden,
        resetAfter,
        gates + 3 * at,
        resetAfter ? hiddens + at : previous + at,
        dLeftOfN + <usize>r * hStride,
        dh + <usize>r * hStride,
        dPreRz + <usize>r * rzStride,
        dGates + 3 * at,
        dHidden + 3 * at,
      );
    }
    multiply(dPreRz, rzStride, 0, count, 2 * padded, weightRz, panels, dh, hStride);
  }
  writeState(dh, hStride, rows, batch, hidden, dh0);
  silencePast(dGates, lengths, batch, time, 3 * hidden);
  silencePast(dHidden, lengths, batch, time, 3 * hidden);
}

/** dz and dn of one row. dh is that of h', and becomes what of it goes straight to h: dh' * z. */
function stepCandidateGrad(
  hidden: i32,
  resetAfter: bool,
  dy: usize,
  gates: usize,
  previous: usize,
  dh: usize,
  dPreRz: usize,
  dPreN: usize,
  dGates: usize,
  dHidden: usize,
): void {
  const padded = floats(wholeVectors(hidden));
  const gate = floats(hidden);
  const one = constant(ONE);
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const count = hidden - j;
    const from = gates + at;
    const r = loadLanes(from, count);
    const z = loadLanes(from + gate, count);
    const n = loadLanes(from + 2 * gate, count);
    const dhNext = f32x4.add(loadVector(dh + at), loadLanes(dy + at, count));
    const dz = sigmoidSlope(z, f32x4.mul(dhNext, f32x4.sub(loadLanes(previous + at, count), n)));
    const dn = tanhSlope(n, f32x4.mul(dhNext, f32x4.sub(one, z)));
    const dnHidden = resetAfter ? f32x4.mul(r, dn) : dn;
    storeVector(dh + at, f32x4.mul(dhNext, z));
    storeLanes(dPreRz + padded + at, dz, count);
    storeLanes(dPreN + at, dnHidden, count);
    storeLanes(dGates + gate + at, dz, count);
    storeLanes(dGates + 2 * gate + at, dn, count);
    storeLanes(dHidden + gate + at, dz, count);
    storeLanes(dHidden + 2 * gate + at, dnHidden, count);
  }
}

/** dr of one row, and what n's product adds to dh. `other` is what r was multiplied with. */
function stepResetGrad(
  hidden: i32,
  resetAfter: bool,
  gates: usize,
  other: usize,
  dLeftOfN: usize,
  dh: usize,
  dPreRz: usize,
  dGates: usize,
  dHidden: usize,
): void {
  const gate = floats(hidden);
  for (let j = 0; j < hidden; j += 4) {
    const at = floats(j);
    const count = hidden - j;
    const r = loadLanes(gates + at, count);
    const dLeft = loadVector(dLeftOfN + at);
    const dProduct = resetAfter ? loadLanes(dGates + 2 * gate + at, count) : dLeft;
    const dr = sigmoidSlope(r, f32x4.mul(dProduct, loadLanes(other + at, count)));
    const dhPart = resetAfter ? dLeft : f32x4.mul(r, dLeft);
    storeVector(dh + at, f32x4.add(loadVector(dh + at), dhPart));
    storeLanes(dPreRz + at, dr, count);
    storeLanes(dGates + at, dr, count);
    storeLanes(dHidden + at, dr, count);
  }
}
