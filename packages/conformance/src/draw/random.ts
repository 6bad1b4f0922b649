/** A stream of numbers for test data. Not core's generator: the suite must not lean on what it tests. */
export interface Random {
  /** Uniform in [-scale, scale). */
  value(scale?: number): number;
  /** An integer in [0, below). */
  integer(below: number): number;
}

/** Mulberry32. */
export function random(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    value: (scale = 1) => (2 * next() - 1) * scale,
    integer: (below) => Math.floor(next() * below),
  };
}
