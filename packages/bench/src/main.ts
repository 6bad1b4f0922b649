import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { env } from "@tensorflow/tfjs-core";
import { cpu } from "@unroll/backend-cpu";
import { useBackend } from "@unroll/core";
import { type Case, caseName, cases } from "./case.ts";
import { checkEqual } from "./check-equal.ts";
import { measureInTurns } from "./measure.ts";
import { formatRows, type Row } from "./row.ts";
import { makeStart } from "./start.ts";
import { tfjsLayers } from "./tfjs-layers.ts";
import { unroll } from "./unroll.ts";

/** The peer takes seconds for a step; ours has time for more samples. */
const SAMPLES = [15, 3] as const;

const { values: options } = parseArgs({ options: { json: { type: "string" } } });

// Silences the greeting of tfjs' cpu backend.
env().set("PROD", true);
await useBackend(cpu());
const rows: Row[] = [];
for (const one of cases) {
  rows.push(...(await compare(one)));
}
process.stdout.write(`${formatRows(rows)}\n`);
if (options.json !== undefined) {
  writeFileSync(options.json, `${JSON.stringify(rows, undefined, 2)}\n`);
}

async function compare(one: Case): Promise<Row[]> {
  const start = makeStart(one);
  const [ours, peer] = [unroll(one, start), tfjsLayers(one, start)];
  const name = caseName(one);
  await checkEqual(name, ours, peer);
  const found: Row[] = [];
  for (const [mode, work] of [
    ["training", "train"],
    ["inference", "infer"],
  ] as const) {
    const [times, peerTimes] = await measureInTurns(
      () => ours[work](),
      () => peer[work](),
      SAMPLES,
    );
    found.push({
      case: name,
      mode,
      runtime: `node ${process.versions.node}`,
      backend: "cpu",
      peer: "tfjs-layers",
      ms: times.median,
      peerMs: peerTimes.median,
      ratio: peerTimes.median / times.median,
      spread: times.spread,
    });
  }
  ours.dispose();
  peer.dispose();
  return found;
}
