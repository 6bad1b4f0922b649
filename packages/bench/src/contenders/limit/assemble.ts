/**
 * A WebAssembly module whose loop does nothing but multiply and add four floats at a time, all in
 * registers: how fast this machine can be under this runtime.
 *
 * With relaxed SIMD each register is multiplied and added to in one instruction; without it every
 * other one is multiplied, the rest added to, so that no result waits for another of its pass.
 */

/** Independent results: enough to fill the pipes; with both operands they fit 16 registers. */
const RESULTS = 12;
/** How often each is updated in one round of the loop: what the loop itself costs vanishes. */
const PASSES = 8;
const LANES = 4;

/** Multiplications and additions of one round. */
export function flopsPerRound(relaxed: boolean): number {
  return PASSES * RESULTS * LANES * (relaxed ? 2 : 1);
}

const F32 = 0x7d;
const I32 = 0x7f;
const V128 = 0x7b;
const EMPTY = 0x40;
const localGet = (index: number) => [0x20, index];
const localSet = (index: number) => [0x21, index];
const i32Const = (value: number) => [0x41, value]; // value in 0..63, as one byte
const f32Const = (value: number) => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)];
const simd = (opcode: number) => [0xfd, ...unsigned(opcode)];
const splat = simd(0x13); // f32x4.splat
const firstLane = [...simd(0x1f), 0]; // f32x4.extract_lane 0
const add = simd(0xe4); // f32x4.add
const multiply = simd(0xe6); // f32x4.mul
const multiplyAdd = simd(0x105); // f32x4.relaxed_madd

/** The bytes of a module that exports run(rounds: i32): f32. */
export function assemble(relaxed: boolean): Uint8Array<ArrayBuffer> {
  const [ROUNDS, FACTOR, TERM, FIRST] = [0, 1, 2, 3];
  const results = Array.from({ length: RESULTS }, (_, place) => FIRST + place);
  const both = [...localGet(FACTOR), ...localGet(TERM), ...multiplyAdd];
  const one = [
    [...localGet(FACTOR), ...multiply],
    [...localGet(TERM), ...add],
  ] as const;
  const pass = results.flatMap((result) => [
    ...localGet(result),
    ...(relaxed ? both : (one[result % 2] as number[])),
    ...localSet(result),
  ]);
  const body = [
    ...[...f32Const(0.5), ...splat, ...localSet(FACTOR)],
    ...[...f32Const(1), ...splat, ...localSet(TERM)],
    ...[0x03, EMPTY], // loop
    ...Array.from({ length: PASSES }, () => pass).flat(),
    ...[...localGet(ROUNDS), ...i32Const(1), 0x6b, 0x22, ROUNDS], // i32.sub, local.tee
    ...[0x0d, 0, 0x0b], // br_if 0, end
    ...results.flatMap((result, place) => [...localGet(result), ...(place > 0 ? add : [])]),
    ...[...firstLane, 0x0b], // end
  ];
  const locals = [1, RESULTS + 2, V128];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, [1, 0x60, 1, I32, 1, F32]), // one type: (i32) -> f32
    ...section(3, [1, 0]), // one function, of that type
    ...section(7, [1, 3, ...new TextEncoder().encode("run"), 0, 0]), // one export, function 0
    ...section(10, [1, ...sized([...locals, ...body])]), // its code
  ]);
}

const section = (id: number, content: readonly number[]) => [id, ...sized(content)];
const sized = (content: readonly number[]) => [...unsigned(content.length), ...content];

/** LEB128 */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)];
}
