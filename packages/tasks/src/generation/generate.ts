import { EventLoopTurns } from "@unroll/core";
import { Batch } from "./batch.ts";
import { Beam } from "./beam.ts";
import type { Generated, GenerationOptions } from "./generation-options.ts";
import { settingsOf } from "./settings.ts";
import type { GenerationStart, StepModel } from "./step-model.ts";

/**
 * Has a model go on from where it starts, for all inputs of a batch at once: greedily, or with `numBeams` by beam
 * search. Inputs that are done leave the batch. From the device come the chosen tokens and their
 * log-probabilities alone, and attention where it is asked for.
 *
 * @returns  the answers of each input, in the order of the inputs: the best first, and fewer than asked for only
 *           where there are no more
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
  const { signal, onTokens } = settings;
  signal?.throwIfAborted();
  const beams = start.tokens.map((token, input) => new Beam(input, token, settings));
  const batch = new Batch(model, start, beams, settings);
  const turns = new EventLoopTurns();
  try {
    while (batch.beams.length > 0) {
      await batch.step();
      if (onTokens) tell(batch.beams, onTokens);
      batch.leave();
      await turns.turn();
      signal?.throwIfAborted();
    }
  } finally {
    batch.dispose();
  }
  return beams.map((beam) => beam.answers());
}

function tell(beams: readonly Beam[], onTokens: (tokens: number[], input: number) => void): void {
  for (const beam of beams) {
    const tokens = beam.newTokens();
    if (tokens.length > 0) onTokens(tokens, beam.input);
  }
}
