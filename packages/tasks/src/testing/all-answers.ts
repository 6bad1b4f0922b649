import { logSoftmax, tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { GruState } from "@unroll/core";
import type { TinyDecoder, TinyStart } from "./tiny-decoder.ts";

/** An answer that a model could give. */
export interface PossibleAnswer {
  tokens: readonly number[];
  logProbability: number;
  finished: boolean;
  /** Of each token and of the end, over all positions. */
  attention: readonly number[][];
}

/** Every answer of at most `maxLength` tokens, the end among them, to the one input of a start. */
export function allAnswers(
  model: TinyDecoder,
  start: TinyStart,
  endToken: number,
  maxLength: number,
): PossibleAnswer[] {
  const answers: PossibleAnswer[] = [];
  const nothing = { tokens: [], logProbability: 0, finished: false, attention: [] };
  const visit = (newest: number, state: GruState, before: PossibleAnswer) => {
    const step = model.step(tensor2d([[newest]], [1, 1], "int32"), state, start.memory);
    const attention = [...before.attention, ...(step.attention?.arraySync()[0] ?? [])];
    for (const [token, logProbability] of logSoftmax(step.logits).dataSync().entries()) {
      const finished = token === endToken;
      const answer = {
        tokens: finished ? before.tokens : [...before.tokens, token],
        logProbability: before.logProbability + logProbability,
        finished,
        attention,
      };
      if (finished || answer.tokens.length === maxLength) answers.push(answer);
      else visit(token, step.state, answer);
    }
  };
  tidy(() => visit(start.tokens[0] as number, start.state, nothing));
  return answers;
}
