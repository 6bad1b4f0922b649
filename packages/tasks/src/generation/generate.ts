import { UnrollError } from "@unroll/core";
import type { Generated, GenerationOptions } from "./generation-options.ts";
import type { GenerationStart, StepModel } from "./step-model.ts";

/**
 * Has a model go on from where it starts, for all inputs of a batch at once.
 *
 * @returns  the answers of each input, in the order of the inputs: of a search the best first, and fewer than
 *           asked for only where there are no more; of sampling in the order they were drawn
 * @throws {ConfigError} when options make no sense, before any step
 * @throws {NumericError} when the model gives NaN
 *
 * @example
 * declare const model: StepModel<LstmState, { keys: Tensor3D; lengths: number[] }>;
 * declare const start: GenerationStart<LstmState, { keys: Tensor3D; lengths: number[] }>;
 *
 * const answers = await generate(model, start, { endToken: 1, maxLength: 100, numBeams: 4 });
 * const best = answers.map(([first]) => first?.tokens);
 */
export async function generate<State extends object, Memory extends object>(
  _model: StepModel<State, Memory>,
  _start: GenerationStart<State, Memory>,
  _options: GenerationOptions,
): Promise<Generated[][]> {
  throw new UnrollError("generate: the search must be built, got its types alone. Come back soon.");
}
