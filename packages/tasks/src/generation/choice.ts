import { type Tensor, type Tensor2D, tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import { sampleTokens, topTokens } from "@unroll/core";
import type { Beam } from "./beam.ts";
import type { Samples } from "./samples.ts";
import type { Continuation } from "./search.ts";
import type { Settings } from "./settings.ts";

/** The logits of a step, [searches * width, V]; where a search has fewer hypotheses, its last rows are dead. */
export interface Rows<Search> {
  readonly logits: Tensor2D;
  readonly searches: readonly Search[];
  readonly width: number;
  /** Places in the logits that must not be chosen. */
  readonly banned: readonly number[];
  readonly settings: Settings;
}

/** What was chosen, on the device, and how it is taken once it is read. */
export interface Choice {
  readonly logProbabilities: Tensor;
  readonly chosen: Tensor;
  /** What was found for the search at this place. */
  take(at: number, logProbabilities: Numbers, chosen: Numbers): Continuation[];
}
type Numbers = ArrayLike<number>;

/** The best continuations of all hypotheses of each beam. */
export function chooseBest({ logits, searches, width, banned, settings }: Rows<Beam>): Choice {
  const vocabulary = logits.shape[1];
  const count = Math.min(settings.candidates, width * vocabulary);
  const scores = searches.flatMap(({ live }) =>
    Array.from({ length: width }, (_, k) => live[k]?.logProbability ?? Number.NEGATIVE_INFINITY),
  );
  const shape: [number, number] = [searches.length, width];
  const [best, places] = topTokens(logits, tensor2d(scores, shape), count, banned);
  return {
    logProbabilities: best,
    chosen: places,
    take(at, logProbabilities, chosen) {
      const found: Continuation[] = [];
      for (let n = at * count; n < (at + 1) * count; n++) {
        const [place, logProbability] = [chosen[n] as number, logProbabilities[n] as number];
        if (place < 0) break; // there are no more
        const parent = Math.floor(place / vocabulary);
        found.push({ parent, token: place % vocabulary, logProbability });
      }
      return found;
    },
  };
}

/** A token for each sample. */
export function drawTokens({ logits, searches, width, banned, settings }: Rows<Samples>): Choice {
  const uniforms = searches.flatMap((search) => {
    const drawn = search.uniforms();
    return Array.from({ length: width }, (_, k) => drawn[k] ?? 0);
  });
  const { temperature, topK, topP } = settings.sampling ?? {};
  const options = { temperature, topK, topP, banned };
  const [tokens, logProbabilities] = sampleTokens(logits, tensor1d(uniforms), options);
  return {
    logProbabilities,
    chosen: tokens,
    take(at, logProbabilities, chosen) {
      const found: Continuation[] = [];
      for (const [parent, hypothesis] of (searches[at] as Samples).live.entries()) {
        const n = at * width + parent;
        const [token, ofToken] = [chosen[n] as number, logProbabilities[n] as number];
        if (ofToken !== Number.NEGATIVE_INFINITY) {
          found.push({ parent, token, logProbability: hypothesis.logProbability + ofToken });
        }
      }
      return found;
    },
  };
}
