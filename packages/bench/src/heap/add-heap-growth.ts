import type { Row } from "../report/row.ts";
import { heapGrowth } from "./heap-growth.ts";

/** Measures the growth of wasm's heap for the trainings among the rows, and adds it to them. */
export async function addHeapGrowth(rows: readonly Row[]): Promise<Row[]> {
  const known = new Map<string, Promise<number>>();
  const measure = (who: "unroll" | "tfjs-layers", row: Row) => {
    const key = `${who} ${row.case} ${row.variant}`;
    const found = known.get(key) ?? heapGrowth(who, row.case, row.variant ?? "default");
    known.set(key, found);
    return found;
  };
  const added: Row[] = [];
  for (const row of rows) {
    if (row.mode !== "training" || row.backend !== "wasm") {
      added.push(row);
      continue;
    }
    const grown: Row = { ...row, heapGrowth: await measure("unroll", row) };
    if (row.peer === "tfjs-layers") {
      grown.peerHeapGrowth = await measure("tfjs-layers", row);
    }
    added.push(grown);
  }
  return added;
}
