const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a block of 64 random bits from a key and a counter.
 * It has no state, so any number of any stream can be had at any time, in any order.
 *
 * @param out  receives the two 32-bit words as unsigned numbers
 * Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
export function threefry(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array,
): void {
  // Five times four rounds, and after each four an injection of the key. Written out in fours: arrays
  // of keys and distances would take longer than the rounds.
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  let k2 = PARITY ^ k0 ^ k1;
  let x0 = (counter0 + k0) | 0;
  let x1 = (counter1 + k1) | 0;
  for (let injection = 1; injection <= 5; injection++) {
    const odd = (injection & 1) === 1;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, odd ? 13 : 17) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, odd ? 15 : 29) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, odd ? 26 : 16) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, odd ? 6 : 24) ^ x0;
    const first = k0;
    k0 = k1;
    k1 = k2;
    k2 = first;
    x0 = (x0 + k0) | 0;
    x1 = (x1 + k1 + injection) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}

function rotate(word: number, distance: number): number {
  return (word << distance) | (word >>> (32 - distance));
}
