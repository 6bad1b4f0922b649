/** Copies rows of a [*, width] array: row r of `to` is the one at `places[r]` of `from`. */
export function gatherRows(
  from: Float32Array,
  places: Int32Array,
  width: number,
  to: Float32Array | Float64Array,
): void {
  for (let r = 0; r < places.length; r++) {
    const source = places[r]! * width;
    const target = r * width;
    for (let j = 0; j < width; j++) to[target + j] = from[source + j]!;
  }
}

/** The inverse of {@link gatherRows}: row r of `from` goes to `places[r]` of `to`. */
export function scatterRows(
  from: Float32Array | Float64Array,
  places: Int32Array,
  width: number,
  to: Float32Array,
): void {
  for (let r = 0; r < places.length; r++) {
    const source = r * width;
    const target = places[r]! * width;
    for (let j = 0; j < width; j++) to[target + j] = from[source + j]!;
  }
}

/**
 * Adds rows up: row r of `from` is added to the one at `places[r]` of `to`, whose rows are zeros at
 * first. Each is summed in float64, in the order of r.
 */
export function scatterAddRows(
  from: Float32Array,
  places: Int32Array,
  width: number,
  to: Float32Array,
): void {
  const sum = new Float64Array(width);
  const byPlace = Int32Array.from(places.keys()).sort((a, b) => places[a]! - places[b]! || a - b);
  for (let start = 0; start < byPlace.length; ) {
    const place = places[byPlace[start]!]!;
    sum.fill(0);
    let end = start;
    for (; end < byPlace.length && places[byPlace[end]!] === place; end++) {
      const source = byPlace[end]! * width;
      for (let j = 0; j < width; j++) sum[j] = sum[j]! + from[source + j]!;
    }
    to.set(sum, place * width);
    start = end;
  }
}
