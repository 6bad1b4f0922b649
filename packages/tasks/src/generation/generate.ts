import { EventLoopTurns, Rng } from "@unroll/core";
import { Batch } from "./batch.ts";
import { Beam } from "./beam.ts";
import { chooseBest, drawTokens } from "./choice.ts";
import type { Generated, GenerationOptions } from "./generation-options.ts";
import { Samples } from "./samples.ts";
import type { Search } from "./search.ts";
import { type Settings, settingsOf } from "./settings.ts";
import type { GenerationStart, StepModel } from "./step-model.ts";

/**
 * Has a model go on from where it starts, for all inputs of a batch at once: greedily, with `numBeams` by beam
 * search, or with `sampling` at random. Inputs that are done leave the batch. From the device come the chosen
 * tokens and their log-probabilities alone, and attention where it is asked for.
 *
 * @returns  the answers of each input, in the order of the inputs: of a search the best first, and fewer than
 *           asked for only where there are no more; of sampling in the order they were begun
 * @throws {ConfigError} when options make no sense, before any step
 * @throws {ShapeError} when what the model gives does not fit
 * @throws {NumericError} when it is NaN
 *
 * @example
 * declare const model: StepModel<LstmState, { keys: Tensor3D; lengths: number[] }>;
 * declare const start: GenerationStart<LstmState, { keys: Tensor3D; lengths: number[] }>;
 *
 * const answers = await generate(model, start, { endToken: 1, maxLength: 100, numBeams: 4 });
 * const best = answers.map(([first]) => first?.tokens);
 */
export async function generate<State extends object, Memory extends object>(
  model: StepModel<State, Memory>,
  start: GenerationStart<State, Memory>,
  options: GenerationOptions,
): Promise<Generated[][]> {
  const settings = settingsOf(options, start);
  const { sampling } = settings;
  if (sampling) {
    const { rng } = sampling;
    const streams = start.tokens.map((_, input) =>
      rng instanceof Rng ? rng.fold(input) : (rng[input] as Rng),
    );
    const samples = start.tokens.map(
      (token, input) => new Samples(input, token, settings, streams[input] as Rng),
    );
    return run(new Batch(model, start, samples, drawTokens, settings), settings);
  }
  const beams = start.tokens.map((token, input) => new Beam(input, token, settings));
  return run(new Batch(model, start, beams, chooseBest, settings), settings);
}

async function run<State extends object, Memory extends object, S extends Search>(
  batch: Batch<State, Memory, S>,
  { signal, onTokens }: Settings,
): Promise<Generated[][]> {
  const all = batch.searches;
  const turns = new EventLoopTurns();
  try {
    while (batch.searches.length > 0) {
      signal?.throwIfAborted();
      await batch.step();
      if (onTokens) tell(batch.searches, onTokens);
      batch.leave();
      await turns.turn();
    }
  } finally {
    batch.dispose();
  }
  return all.map((search) => search.answers());
}

function tell(
  searches: readonly Search[],
  onTokens: (tokens: number[], input: number) => void,
): void {
  for (const search of searches) {
    const tokens = search.newTokens();
    if (tokens.length > 0) onTokens(tokens, search.input);
  }
}
