import { caseName, productFlops, variantOf, type Work, workName } from "./cases/work.ts";
import type { Contender, Session } from "./contenders/contender.ts";
import { type Comparison, type Peer, planComparisons } from "./contenders/peers.ts";
import type { Host } from "./hosts/host.ts";
import { checkEqual } from "./measure/check-equal.ts";
import type { Times } from "./measure/summarize.ts";
import { takeTurns } from "./measure/take-turns.ts";
import type { Row } from "./report/row.ts";
import { targetTokens } from "./start/translation-start.ts";

export interface Run {
  host: Host;
  backends: readonly string[];
  works: readonly Work[];
  /** All that can be compared with here. */
  peers: ReadonlyMap<Peer, Contender>;
  /** Told what is being measured. */
  progress(line: string): void;
}

/**
 * Compares Unroll on every backend with its peers in every work.
 * @throws {Error} when two sides do not compute the same
 */
export async function runAll({ host, backends, works, peers, progress }: Run): Promise<Row[]> {
  const rows: Row[] = [];
  for (const backend of backends) {
    await host.start(backend);
    for (const work of works) {
      for (const comparison of planComparisons(work, [...peers.keys()])) {
        progress(`${backend}: ${workName(comparison.work)}: ${comparison.peers.join(", ")}`);
        rows.push(...(await compare(host, backend, comparison, peers)));
      }
    }
  }
  return rows;
}

async function compare(
  host: Host,
  backend: string,
  { work, peers: names }: Comparison,
  peers: ReadonlyMap<Peer, Contender>,
): Promise<Row[]> {
  const ours = await (await host.contender("unroll")).open(work);
  const sessions: Session[] = [ours];
  try {
    const results = await ours.results();
    for (const name of names) {
      const session = await (peers.get(name) as Contender).open(work);
      sessions.push(session);
      checkEqual(`${workName(work)}, ${backend} and ${name}`, results, await session.results());
    }
    if (work.mode === "product") {
      sessions.push(await (await host.contender("limit")).open(work));
    }
    const [times, ...others] = await takeTurns(sessions, host.leastMs);
    const limit = work.mode === "product" ? others.pop() : undefined;
    return names.map((peer, place) => ({
      ...describe(work),
      runtime: host.runtime,
      backend,
      peer,
      peerVersion: peers.get(peer)?.version ?? "",
      ...compareTimes(times as Times, others[place] as Times),
      ...figuresOf(work, times as Times, others[place] as Times, limit),
    }));
  } finally {
    for (const session of sessions) {
      await session.dispose();
    }
  }
}

function describe(work: Work): Pick<Row, "case" | "mode" | "variant"> {
  const variant = variantOf(work);
  return { case: caseName(work), mode: work.mode, ...(variant && { variant }) };
}

/** What a work has besides its times. */
function figuresOf(work: Work, ours: Times, peer: Times, limit: Times | undefined): Partial<Row> {
  switch (work.kind) {
    case "recurrent":
      return {};
    case "product":
      return {
        gflops: productFlops(work) / ours.ms / 1e6,
        share: (limit as Times).ms / ours.ms,
      };
    case "translation": {
      const tokens = targetTokens(work);
      return {
        tokensPerSecond: (1000 * tokens) / ours.ms,
        peerTokensPerSecond: (1000 * tokens) / peer.ms,
      };
    }
  }
}

function compareTimes(ours: Times, peer: Times) {
  return {
    ms: ours.ms,
    peerMs: peer.ms,
    ratio: peer.ms / ours.ms,
    spread: ours.spread,
    peerSpread: peer.spread,
    samples: ours.samples,
    peerSamples: peer.samples,
  };
}
