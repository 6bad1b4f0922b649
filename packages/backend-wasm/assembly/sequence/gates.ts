import { zeroBytes } from "../memory/access";
import { floats, wholePanels, wholeVectors } from "../memory/sizes";
import { packColumns, packRows, panelBytes } from "../product/panels";

// Inside a kernel the gates of a row lie one after the other, each padded to whole vectors, and the
// row to whole panels: every gate starts at a multiple of four columns, and a loop over the units of
// a cell has no rest.

/** Columns of a row of gates. */
// @ts-ignore: decorators
@inline
export function gateColumns(gates: i32, hidden: i32): i32 {
  return wholePanels(gates * wholeVectors(hidden));
}

/** Bytes of `packGates`' panels. */
export function packedGatesBytes(gates: i32, hidden: i32, depth: i32): usize {
  return panelBytes(gateColumns(gates, hidden), depth);
}

/**
 * Packs weights [gates*hidden, depth] for the forward pass: a right operand of `depth` rows whose
 * columns are the gates.
 */
export function packGates(weights: usize, gates: i32, hidden: i32, depth: i32, panels: usize): void {
  const padded = wholeVectors(hidden);
  const columns = gates * padded;
  if (columns !== gateColumns(gates, hidden)) {
    zeroBytes(panels, packedGatesBytes(gates, hidden, depth));
  }
  for (let gate = 0; gate < gates; gate++) {
    const rows = weights + <usize>gate * floats(hidden) * depth;
    packColumns(rows, floats(depth), hidden, depth, panels, depth, gate * padded);
  }
}

/** Bytes of `packGatesBack`' panels. */
export function packedGatesBackBytes(gates: i32, hidden: i32): usize {
  return panelBytes(gates * wholeVectors(hidden), hidden);
}

/**
 * Packs recurrent weights [gates*hidden, hidden] for the backward pass: a right operand whose rows
 * are the gates.
 */
export function packGatesBack(weights: usize, gates: i32, hidden: i32, panels: usize): void {
  const padded = wholeVectors(hidden);
  const depth = gates * padded;
  if (padded !== hidden) zeroBytes(panels, packedGatesBackBytes(gates, hidden));
  for (let gate = 0; gate < gates; gate++) {
    const rows = weights + <usize>gate * floats(hidden) * hidden;
    packRows(rows, floats(hidden), hidden, hidden, panels, depth, gate * padded);
  }
}
