import { memory } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../backends.ts";
import { chooseWorks } from "../cases/choose-works.ts";
import { workName } from "../cases/work.ts";
import { checkEqual } from "../measure/check-equal.ts";
import type { Contender } from "./contender.ts";
import { localContenders } from "./local-contenders.ts";
import { outerContenders } from "./outer-contenders.ts";
import { allPeers, type Peer, planComparisons } from "./peers.ts";

const works = chooseWorks(
  [
    ...["lstm", "gru", "elman"].flatMap((cell) => [`${cell}/2x4x3x5`, `${cell}/1x3x6x4`]),
    ...["lstm", "gru", "elman"].map((cell) => `${cell}/1x1x3x5`),
    ...["nn", "nt", "tn", "tt"].map((letters) => `product/5x3x7/${letters}`),
    "translation/3x4x5x6x20",
    "translation/4x2-5x1-4x6x20",
  ],
  undefined,
);

beforeAll(() => startBackend("cpu"));

describe.each(allPeers)("%s computes what Unroll does", (name) => {
  let peer: (Contender & { close?(): void }) | undefined;
  beforeAll(async () => {
    peer = await load(name).catch((error: Error) => {
      if (error.message.includes("must have torch")) return undefined;
      throw error;
    });
  });
  afterAll(() => peer?.close?.());

  const comparisons = works.flatMap((work) => planComparisons(work, [name]));
  test.for(comparisons.map(({ work }) => [workName(work), work] as const))(
    "%s",
    async ([, work], { skip }) => {
      if (peer === undefined) return skip("no Python here has torch");
      const tensors = memory().numTensors;
      const ours = await (await localContenders.unroll()).open(work);
      const theirs = await peer.open(work);
      checkEqual(name, await ours.results(), await theirs.results());
      for (const session of [ours, theirs]) {
        expect(await session.sample(2)).toBeGreaterThan(0);
        await session.dispose();
      }
      expect(memory().numTensors - tensors).toBe(0);
    },
  );
});

function load(name: Peer): Promise<Contender> {
  return name === "onnxruntime-node" || name === "pytorch"
    ? outerContenders[name]()
    : localContenders[name]();
}
