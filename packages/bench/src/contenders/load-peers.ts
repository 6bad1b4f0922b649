import type { Host } from "../hosts/host.ts";
import type { Contender } from "./contender.ts";
import { outerContenders } from "./outer-contenders.ts";
import { allPeers, type OuterPeer, outerPeers, type Peer } from "./peers.ts";

/** The peers of a run; `close` ends the processes they run in. */
export interface LoadedPeers {
  peers: ReadonlyMap<Peer, Contender>;
  close(): void;
}

/**
 * Loads peers: those who run where Unroll does, and those who run in Node or beside it.
 *
 * @param names   undefined: all there are; one that is missing here is told and left out
 * @throws {Error} when one that was named is missing
 */
export async function loadPeers(
  host: Host,
  names: readonly Peer[] | undefined,
  tell: (line: string) => void,
): Promise<LoadedPeers> {
  const peers = new Map<Peer, Contender>();
  const outer: { close?(): void }[] = [];
  const close = () => {
    for (const contender of outer) {
      contender.close?.();
    }
  };
  for (const name of names ?? allPeers) {
    try {
      if (isOuter(name)) {
        const contender = await outerContenders[name]();
        outer.push(contender);
        peers.set(name, contender);
      } else {
        peers.set(name, await host.contender(name));
      }
    } catch (error) {
      if (names !== undefined) {
        close();
        throw error;
      }
      tell(`left out: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { peers, close };
}

function isOuter(name: Peer): name is OuterPeer {
  return (outerPeers as readonly Peer[]).includes(name);
}
