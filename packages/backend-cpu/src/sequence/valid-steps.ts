/**
 * The valid steps of a batch in the order in which a loop over time takes them: step 0 of every
 * row, then step 1 of every row, and so on, rows sorted by length (longest first). So the rows
 * still running at a step are a prefix of all rows, every step's rows lie next to each other, and
 * invalid steps are never computed. The same as PyTorch's `pack_padded_sequence`.
 *
 * Packed arrays hold one row for each valid step in this order. State arrays hold one row for each
 * row of the batch, in the order of `rows`.
 */
export interface ValidSteps {
  /** [B] the batch row at each place of the sorted order; rows of equal length keep their order. */
  readonly rows: Int32Array;
  /** [S] how many rows are running at each step; S is the greatest length. Never ascending. */
  readonly running: Int32Array;
  /** [N] for every valid step its place b*T + t in a tensor [B, T, ...]. */
  readonly places: Int32Array;
}

/**
 * Orders the valid steps of a batch.
 *
 * @param lengths  [B] valid steps of each row, 0..timeSteps, in any order
 * @param reverse  whether each row is walked from its last valid step down to step 0
 */
export function orderValidSteps(
  lengths: Int32Array,
  timeSteps: number,
  reverse: boolean,
): ValidSteps {
  const batch = lengths.length;
  const rows = Int32Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const stepCount = batch === 0 ? 0 : lengths[rows[0]!]!;

  const running = new Int32Array(stepCount);
  let validCount = 0;
  for (let step = 0, count = batch; step < stepCount; step++) {
    while (lengths[rows[count - 1]!]! <= step) count--;
    running[step] = count;
    validCount += count;
  }

  const places = new Int32Array(validCount);
  let at = 0;
  for (let step = 0; step < stepCount; step++) {
    for (let r = 0; r < running[step]!; r++) {
      const row = rows[r]!;
      const t = reverse ? lengths[row]! - 1 - step : step;
      places[at++] = row * timeSteps + t;
    }
  }
  return { rows, running, places };
}
