// Every access to memory goes through here. The heap is not ours: it is that of tfjs' wasm module.
//
// A build with CHECKED = 1 asks the host before each access, and the host knows what the kernel was
// given: the conformance suite runs on that build too (see src/testing/checked-heap.ts).
// An address plus a constant below 1024 costs nothing: the compiler folds it into the instruction.

/** Throws unless `bytes` bytes at `address` may be read, or written. */
// @ts-ignore: decorators
@external("debug", "check")
declare function check(address: usize, bytes: usize, write: bool): void;

/** Four floats. */
// @ts-ignore: decorators
@inline
export function loadVector(address: usize): v128 {
  if (CHECKED) check(address, 16, false);
  return v128.load(address);
}

// @ts-ignore: decorators
@inline
export function storeVector(address: usize, value: v128): void {
  if (CHECKED) check(address, 16, true);
  v128.store(address, value);
}

/** One float in all four lanes. */
// @ts-ignore: decorators
@inline
export function loadSplat(address: usize): v128 {
  if (CHECKED) check(address, 4, false);
  return v128.load32_splat(address);
}

// @ts-ignore: decorators
@inline
export function loadFloat(address: usize): f32 {
  if (CHECKED) check(address, 4, false);
  return load<f32>(address);
}

// @ts-ignore: decorators
@inline
export function storeFloat(address: usize, value: f32): void {
  if (CHECKED) check(address, 4, true);
  store<f32>(address, value);
}

// @ts-ignore: decorators
@inline
export function loadDouble(address: usize): f64 {
  if (CHECKED) check(address, 8, false);
  return load<f64>(address);
}

// @ts-ignore: decorators
@inline
export function storeDouble(address: usize, value: f64): void {
  if (CHECKED) check(address, 8, true);
  store<f64>(address, value);
}

// @ts-ignore: decorators
@inline
export function loadInt(address: usize): i32 {
  if (CHECKED) check(address, 4, false);
  return load<i32>(address);
}

// @ts-ignore: decorators
@inline
export function storeInt(address: usize, value: i32): void {
  if (CHECKED) check(address, 4, true);
  store<i32>(address, value);
}

// @ts-ignore: decorators
@inline
export function copyBytes(to: usize, from: usize, bytes: usize): void {
  if (CHECKED) {
    check(from, bytes, false);
    check(to, bytes, true);
  }
  memory.copy(to, from, bytes);
}

// @ts-ignore: decorators
@inline
export function zeroBytes(address: usize, bytes: usize): void {
  if (CHECKED) check(address, bytes, true);
  memory.fill(address, 0, bytes);
}
