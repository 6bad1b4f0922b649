import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { chooseWorks } from "./cases/choose-works.ts";
import type { Work } from "./cases/work.ts";
import type { Contender } from "./contenders/contender.ts";
import { loadPeers } from "./contenders/load-peers.ts";
import type { Peer } from "./contenders/peers.ts";
import { addHeapGrowth } from "./heap/add-heap-growth.ts";
import type { Host } from "./hosts/host.ts";
import { nodeHost } from "./hosts/node-host.ts";
import { runUnderCurrentNode } from "./node-current.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { addProfiles } from "./profile/add-profiles.ts";
import { drawChart } from "./report/chart.ts";
import { footnotes } from "./report/footnotes.ts";
import type { Row } from "./report/row.ts";
import { formatRows } from "./report/table.ts";
import { runAll } from "./run.ts";
import { UsageError } from "./usage-error.ts";

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(usage ? error.message : error);
  process.exitCode = usage ? 2 : 1;
}

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === "help") {
    process.stdout.write(usage);
    return 0;
  }
  if (options.nodeCurrent) {
    const code = await runUnderCurrentNode(args);
    if (code !== undefined) {
      return code;
    }
  }
  await bench(options);
  return 0;
}

async function bench(options: Options): Promise<void> {
  const works = chooseWorks(options.cases, options.modes);
  const host = options.browser
    ? await (await import("./browser/page-host.ts")).openPageHost()
    : nodeHost;
  try {
    const { peers, close } = await loadPeers(host, options.peers, progress);
    try {
      await compareAndReport(options, works, host, peers);
    } finally {
      close();
    }
  } finally {
    await host.close();
  }
}

async function compareAndReport(
  options: Options,
  works: readonly Work[],
  host: Host,
  peers: ReadonlyMap<Peer, Contender>,
): Promise<void> {
  const { backends } = options;
  const timed = await runAll({ host, backends, works, peers, progress });
  const grown = options.heap ? await addHeapGrowth(timed) : timed;
  const { rows, profiles } = options.profile
    ? await addProfiles(host, backends, works, grown)
    : { rows: grown, profiles: [] };
  report(rows, footnotes(host.runtime, peers, profiles), options);
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function report(rows: readonly Row[], notes: string, { json, svg }: Options): void {
  process.stdout.write(`${formatRows(rows)}\n\n${notes}\n`);
  if (json !== undefined) {
    write(json, `${JSON.stringify(rows, undefined, 2)}\n`);
  }
  if (svg !== undefined) {
    write(svg, drawChart(rows));
  }
}

/** pnpm starts scripts in the package's folder and leaves the user's in INIT_CWD. */
function write(path: string, content: string): void {
  const file = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
