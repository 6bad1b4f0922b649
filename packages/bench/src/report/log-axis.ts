/** A logarithmic axis from left to right. */
export interface Axis {
  ticks: readonly number[];
  position(value: number): number;
}

/** An axis that holds all values and 1, with ticks at 1, 2 and 5 of every power of ten. */
export function makeAxis(values: readonly number[], start: number, width: number): Axis {
  const all = steps(Math.min(1, ...values), Math.max(1, ...values));
  const [least, most] = [all[0] as number, all.at(-1) as number];
  const scale = width / Math.log(most / least);
  return { ticks: all, position: (value) => start + Math.log(value / least) * scale };
}

/** 0.5, 1, 2, 5, 10, ...: from at or below `least` to above `most`. */
function steps(least: number, most: number): number[] {
  const from = Math.floor(Math.log10(least)) - 1;
  const to = Math.ceil(Math.log10(most)) + 1;
  const all: number[] = [];
  for (let power = from; power <= to; power++) {
    all.push(...[1, 2, 5].map((factor) => Number(`${factor}e${power}`)));
  }
  const first = all.findIndex((tick) => tick > least) - 1;
  const last = all.findIndex((tick) => tick > most);
  return all.slice(first, last + 1);
}
