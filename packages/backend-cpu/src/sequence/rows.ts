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
