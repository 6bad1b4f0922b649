/** Rows of a [*, width] array at the given places: [places.length, width]. */
export function takeRows(from: Float32Array, places: Int32Array, width: number): Float32Array {
  return copyRows(from, places, width, new Float32Array(places.length * width));
}

/** The same as float64: a left operand of `addProduct`. */
export function takeWideRows(from: Float32Array, places: Int32Array, width: number): Float64Array {
  return copyRows(from, places, width, new Float64Array(places.length * width));
}

function copyRows<Rows extends Float32Array | Float64Array>(
  from: Float32Array,
  places: Int32Array,
  width: number,
  to: Rows,
): Rows {
  for (let r = 0; r < places.length; r++) {
    const source = places[r]! * width;
    const target = r * width;
    for (let j = 0; j < width; j++) to[target + j] = from[source + j]!;
  }
  return to;
}

/** The inverse of {@link takeRows}: row r goes to `places[r]` of a new [places.length, width]. */
export function returnRows(
  rows: Float32Array | Float64Array,
  places: Int32Array,
  width: number,
): Float32Array {
  const returned = new Float32Array(rows.length);
  for (let r = 0; r < places.length; r++) {
    const source = r * width;
    const target = places[r]! * width;
    for (let j = 0; j < width; j++) returned[target + j] = rows[source + j]!;
  }
  return returned;
}
