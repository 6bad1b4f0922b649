import { loadSplat, storeFloat } from "../memory/access";

// The constants of exp, in memory: V8 makes a vector constant out of four or five
// instructions each time it needs one, where a load that fills all lanes is one. A module on tfjs'
// heap has no data of its own, so the host gives it this block when it starts.

/** Bytes of the block. */
export const CONSTANTS_BYTES: i32 = 52;

let block: usize = 0;

// Where each constant lies in the block.
export const ONE: usize = 0;
// see exponential.ts
export const EXP_LARGEST: usize = 4;
export const EXP_SMALLEST: usize = 8;
export const LOG2_E: usize = 12;
export const ROUNDER: usize = 16;
export const LN2_HIGH: usize = 20;
export const LN2_LOW: usize = 24;
export const EXP_2: usize = 28;
export const EXP_3: usize = 32;
export const EXP_4: usize = 36;
export const EXP_5: usize = 40;
export const EXP_6: usize = 44;
export const EXP_7: usize = 48;

/** Writes the constants to a block of `CONSTANTS_BYTES`, which the module keeps. */
export function placeConstants(address: usize): void {
  block = address;
  storeFloat(address + ONE, 1);
  storeFloat(address + EXP_LARGEST, 88);
  storeFloat(address + EXP_SMALLEST, -87);
  storeFloat(address + LOG2_E, 1.44269504088896341);
  storeFloat(address + ROUNDER, 12582912); // 1.5 * 2^23: what it is added to becomes an integer
  storeFloat(address + LN2_HIGH, 0.693359375);
  storeFloat(address + LN2_LOW, -2.1219444e-4);
  storeFloat(address + EXP_2, 5.0000001201e-1);
  storeFloat(address + EXP_3, 1.6666665459e-1);
  storeFloat(address + EXP_4, 4.1665795894e-2);
  storeFloat(address + EXP_5, 8.3334519073e-3);
  storeFloat(address + EXP_6, 1.3981999507e-3);
  storeFloat(address + EXP_7, 1.98756915e-4);
}

/** A constant in all four lanes. */
// @ts-ignore: decorators
@inline
export function constant(place: usize): v128 {
  return loadSplat(block + place);
}
