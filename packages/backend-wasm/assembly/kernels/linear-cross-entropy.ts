import { exponential } from "../math/exponential";
import { log } from "../math/logarithm";
import { sumLanes } from "../math/reduce";
import {
  copyBytes,
  loadFloat,
  loadInt,
  loadSplat,
  loadVector,
  storeFloat,
  storeInt,
  storeVector,
  zeroBytes,
} from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats, PANEL, wholePanels } from "../memory/sizes";
import { edgeBytes, multiplyColumns } from "../product/columns";
import { multiply } from "../product/multiply";
import { packColumns, packRows, panelBytes } from "../product/panels";
import { transpose } from "../product/transpose";
import {
  addClasses,
  columnSumsBytes,
  largestOf,
  powersOf,
  startColumns,
  totalsOf,
} from "../softmax/columns";

// Rows of x are taken a block at a time, and for each block the classes likewise. Logits are computed as
// weight·xᵀ, [classes, rows]: the weight is the left operand, which is read as it is, and only the few rows of x
// are packed; and the gradient of the weight, dLogitsᵀ·x, has them as its left operand in turn.

/** Rows of x that are taken at a time; their logits are all that is ever held. */
const BLOCK_ROWS = 256;
/** Classes that are taken at a time: with those rows 128 KB of logits, which stay in the second cache. */
const BLOCK_CLASSES = 128;

/** Bytes of scratch that `linearCrossEntropy` needs. */
export function linearCrossEntropyScratch(
  rows: i32,
  size: i32,
  classes: i32,
  reserve: bool,
): usize {
  const columns = min(wholePanels(rows), BLOCK_ROWS);
  const kept = reserve ? classes : min(classes, BLOCK_CLASSES);
  const forward =
    floats(kept) * columns + floats(columns) * size * 2 + columnSumsBytes(columns) + floats(rows + 2 * columns);
  if (!reserve) return forward;
  return (
    forward +
    panelBytes(min(classes, BLOCK_CLASSES), columns) +
    panelBytes(columns, size) +
    floats(size) * columns +
    edgeBytes(min(classes, BLOCK_CLASSES)) +
    floats(size) * classes
  );
}

/**
 * Softmax cross-entropy of a linear layer.  x [N,D], weight [V,D], bias [V] or 0, targets [N] int32 -> loss, the
 * mean over the targets that are not negative, and unless dX is 0 its gradients dX [N,D], dWeight [V,D], dBias [V].
 * logits = x·weightᵀ + bias;  dLogits = (softmax(logits) - q) / count, q = (1-s)*onehot + s/V;
 * dX = dLogits·weight;  dWeight = dLogitsᵀ·x.  s = labelSmoothing.
 * Returns the place of the first target that is V or more, or -1.
 */
export function linearCrossEntropy(
  x: usize,
  weight: usize,
  bias: usize,
  targets: usize,
  rows: i32,
  size: i32,
  classes: i32,
  labelSmoothing: f64,
  loss: usize,
  dX: usize,
  dWeight: usize,
  dBias: usize,
  scratch: usize,
): i32 {
  const reserve = dX !== 0;
  const rowBytes = floats(size);
  const columns = min(wholePanels(rows), BLOCK_ROWS);
  const blockClasses = min(classes, BLOCK_CLASSES);
  const kept = reserve ? classes : blockClasses;

  const logits = scratch; // [kept, columns]
  const block = logits + floats(kept) * columns; // rows of x, [columns, size]
  const xColumns = block + floats(columns) * size; // xᵀ as panels
  const sums = xColumns + floats(columns) * size;
  const picked = sums + columnSumsBytes(columns); // each row's logit of its target, [columns]
  const factors = picked + floats(columns); // what makes exp(logit - largest) softmax / count, [columns]
  const counted = factors + floats(columns); // places of the rows that count, int32 [rows]
  const dPanels = counted + floats(rows); // dLogits of some classes as panels
  const xRows = dPanels + panelBytes(blockClasses, columns); // x as panels
  const dTurned = xRows + panelBytes(columns, size); // dXᵀ of a block, [size, columns]
  const edge = dTurned + floats(size) * columns;
  const turned = edge + edgeBytes(blockClasses); // the weight, transposed some classes at a time

  let count = 0;
  for (let n = 0; n < rows; n++) {
    const target = loadInt(targets + floats(n));
    if (target >= classes) return n;
    if (target >= 0) storeInt(counted + floats(count++), n);
  }
  const share: f32 = 1 / <f32>max(1, count);
  const floor = share * <f32>(labelSmoothing / classes);
  const hit = -share * <f32>(1 - labelSmoothing);
  if (reserve) {
    zeroBytes(dX, floats(rows) * size);
    zeroBytes(dWeight, floats(classes) * size);
    zeroBytes(dBias, floats(classes));
    for (let first = 0; first < classes; first += BLOCK_CLASSES) {
      const at = floats(first) * size;
      transpose(weight + at, rowBytes, min(BLOCK_CLASSES, classes - first), size, turned + at);
    }
  }

  let total: f64 = 0;
  for (let start = 0; start < count; start += BLOCK_ROWS) {
    const rowsHere = min(BLOCK_ROWS, count - start);
    const columnsHere = wholePanels(rowsHere);
    const stride = floats(columnsHere);
    const panelCount = columnsHere / PANEL;
    const places = counted + floats(start);
    for (let r = 0; r < rowsHere; r++) {
      const place = <usize>loadInt(places + floats(r));
      copyBytes(block + <usize>r * rowBytes, x + place * rowBytes, rowBytes);
    }
    packTransposed(block, rowsHere, size, xColumns);
    startColumns(sums, columnsHere);
    for (let first = 0; first < classes; first += BLOCK_CLASSES) {
      const classesHere = min(BLOCK_CLASSES, classes - first);
      const rowsOfLogits = logits + (reserve ? <usize>first * stride : 0);
      layBias(bias, first, classesHere, columnsHere, rowsOfLogits);
      const left = weight + <usize>first * rowBytes;
      multiply(left, rowBytes, 0, classesHere, size, xColumns, panelCount, rowsOfLogits, stride);
      addClasses(rowsOfLogits, classesHere, columnsHere, labelSmoothing > 0, sums);
      for (let r = 0; r < rowsHere; r++) {
        const row = targetOf(targets, places, r) - first;
        if (row < 0 || row >= classesHere) continue;
        storeFloat(picked + floats(r), loadFloat(rowsOfLogits + <usize>row * stride + floats(r)));
      }
    }
    for (let r = 0; r < rowsHere; r++) {
      const at = floats(r);
      const powers = <f64>loadFloat(powersOf(sums, columnsHere) + at);
      total += <f64>loadFloat(largestOf(sums) + at) + log(powers);
      total -= (1 - labelSmoothing) * <f64>loadFloat(picked + at);
      // Without smoothing the mean stays out of it: an infinite logit times 0 would be NaN.
      if (labelSmoothing > 0) {
        total -= (labelSmoothing / classes) * <f64>loadFloat(totalsOf(sums, columnsHere) + at);
      }
      storeFloat(factors + at, <f32>(1 / powers) * share);
    }
    if (!reserve) continue;

    packRows(block, rowBytes, rowsHere, size, xRows, rowsHere, 0);
    zeroBytes(dTurned, <usize>size * stride);
    for (let first = 0; first < classes; first += BLOCK_CLASSES) {
      const classesHere = min(BLOCK_CLASSES, classes - first);
      const dLogits = logits + <usize>first * stride;
      const dBiasHere = dBias + floats(first);
      differentiate(dLogits, classesHere, rowsHere, stride, largestOf(sums), factors, floor, dBiasHere);
      for (let r = 0; r < rowsHere; r++) {
        const row = targetOf(targets, places, r) - first;
        if (row < 0 || row >= classesHere) continue;
        addFloat(dLogits + <usize>row * stride + floats(r), hit);
        addFloat(dBiasHere + floats(row), hit);
      }
      const dWeightHere = dWeight + <usize>first * rowBytes;
      multiplyColumns(dLogits, stride, classesHere, rowsHere, xRows, size, dWeightHere, rowBytes, edge);
      packRows(dLogits, stride, classesHere, columnsHere, dPanels, classesHere, 0);
      const left = turned + <usize>first * rowBytes;
      multiply(left, floats(classesHere), 0, size, classesHere, dPanels, panelCount, dTurned, stride);
    }
    transpose(dTurned, stride, size, rowsHere, block);
    for (let r = 0; r < rowsHere; r++) {
      const place = <usize>loadInt(places + floats(r));
      copyBytes(dX + place * rowBytes, block + <usize>r * rowBytes, rowBytes);
    }
  }
  storeFloat(loss, <f32>(total / max(1, count)));
  return -1;
}

// @ts-ignore: decorators
@inline
function targetOf(targets: usize, places: usize, r: i32): i32 {
  return loadInt(targets + floats(loadInt(places + floats(r))));
}

// @ts-ignore: decorators
@inline
function addFloat(address: usize, value: f32): void {
  storeFloat(address, loadFloat(address) + value);
}

/** Rows [rows, depth], dense, as the columns of a right operand; those that fill its last panel are zeros. */
function packTransposed(from: usize, rows: i32, depth: i32, panels: usize): void {
  const whole = rows - (rows % PANEL);
  if (whole < rows) zeroBytes(panels + panelBytes(depth, whole), panelBytes(depth, PANEL));
  packColumns(from, floats(depth), rows, depth, panels, depth, 0);
}

/** Row v of `to` [classes, columns] is bias[first + v], or 0, in every column. */
function layBias(bias: usize, first: i32, classes: i32, columns: i32, to: usize): void {
  const bytes = floats(columns);
  if (bias === 0) {
    zeroBytes(to, <usize>classes * bytes);
    return;
  }
  for (let v = first; v < first + classes; v++) {
    const value = loadSplat(bias + floats(v));
    for (let at: usize = 0; at < bytes; at += 16) storeVector(to + at, value);
    to += bytes;
  }
}

/**
 * Logits [classes, rows] become exp(logit - largest) * factor - floor, and their sums are added to dBias [classes].
 *
 * @param stride   bytes from one class to the next
 * @param largest  of each row, over all classes; taken out first, so that equal logits stay equal
 */
function differentiate(
  logits: usize,
  classes: i32,
  rows: i32,
  stride: usize,
  largest: usize,
  factors: usize,
  floor: f32,
  dBias: usize,
): void {
  const floors = f32x4.splat(floor);
  for (let v = 0; v < classes; v++) {
    let sum: f64 = 0;
    for (let r = 0; r < rows; r += 4) {
      const lanes = rows - r;
      const at = floats(r);
      const power = exponential(
        f32x4.sub(loadLanes(logits + at, lanes), loadLanes(largest + at, lanes)),
      );
      storeLanes(
        logits + at,
        f32x4.sub(f32x4.mul(power, loadLanes(factors + at, lanes)), floors),
        lanes,
      );
      sum += sumLanes(loadLanes(logits + at, lanes));
    }
    addFloat(dBias + floats(v), <f32>sum);
    logits += stride;
  }
}
