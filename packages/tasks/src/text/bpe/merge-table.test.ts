import fc from "fast-check";
import { expect, test } from "vitest";
import type { Merge } from "./learn-merges.ts";
import { MergeTable } from "./merge-table.ts";

// Tokens 0 to 2 are letters; merges make 3 and on.
const merges: Merge[] = [
  [0, 1],
  [1, 1],
  [3, 0],
  [2, 3],
  [4, 4],
  [0, 0],
  [8, 0],
].map(([left, right], rank) => ({
  left: left as number,
  right: right as number,
  merged: 3 + rank,
}));
const table = new MergeTable(merges, 3 + merges.length);

/** Looks for the best pair anew before each merge. */
function applySlowly(tokens: readonly number[]): number[] {
  let ids = [...tokens];
  for (;;) {
    const ranks = ids.map((id, i) =>
      merges.findIndex(({ left, right }) => left === id && right === ids[i + 1]),
    );
    const rank = Math.min(...ranks.filter((found) => found >= 0));
    if (rank === Number.POSITIVE_INFINITY) return ids;
    const at = ranks.indexOf(rank);
    ids = [...ids.slice(0, at), (merges[rank] as Merge).merged, ...ids.slice(at + 2)];
  }
}

test("the merge that was learned first goes first, then the one further left", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 }), { maxLength: 24 }), (tokens) => {
      expect(table.apply(tokens)).toEqual(applySlowly(tokens));
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test("what is left out is asked again after the next merge, and not before", () => {
  const asked: boolean[] = [];
  const answers = [true, false, false];
  const skip = () => {
    const answer = answers.shift() ?? true;
    asked.push(answer);
    return answer;
  };
  // ab is left out, bb is merged, ab is asked again.
  expect(table.apply([0, 1, 2, 1, 1], skip)).toEqual([3, 2, 4]);
  expect(asked).toEqual([true, false, false]);
  expect(table.apply([0, 1, 2, 1, 1], () => true)).toEqual([0, 1, 2, 1, 1]);
});
