import { copyBytes, loadInt, zeroBytes } from "../memory/access";
import { floats } from "../memory/sizes";

// A state in scratch has a row for each place of the sorted order, padded to whole vectors (or
// panels), where its tensor [B, H] has a row for each row of the batch.

/** Reads a state: row r of `to` is row rows[r] of `tensor`; zeros where that is 0. */
export function readState(
  tensor: usize,
  rows: usize,
  batch: i32,
  size: i32,
  to: usize,
  stride: usize,
): void {
  if (tensor === 0) {
    zeroBytes(to, <usize>batch * stride);
    return;
  }
  const bytes = floats(size);
  for (let r = 0; r < batch; r++) {
    copyBytes(to + <usize>r * stride, tensor + <usize>loadInt(rows + floats(r)) * bytes, bytes);
  }
}

/** Writes a state: the inverse of `readState`. */
export function writeState(
  from: usize,
  stride: usize,
  rows: usize,
  batch: i32,
  size: i32,
  tensor: usize,
): void {
  const bytes = floats(size);
  for (let r = 0; r < batch; r++) {
    copyBytes(tensor + <usize>loadInt(rows + floats(r)) * bytes, from + <usize>r * stride, bytes);
  }
}
