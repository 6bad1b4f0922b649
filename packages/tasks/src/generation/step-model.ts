import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";

/**
 * A model that says which token comes next, one step at a time: a decoder over an encoded source, or a
 * language model. `generate` asks it, for B inputs with K hypotheses each, all at once.
 *
 * `State` and `Memory` are trees of arrays and objects with tensors as leaves.
 * - The **state** is what each hypothesis carries from step to step: tensors [B*K, ...], the hypotheses of
 *   one input side by side. After every step the rows of those that go on are gathered from it.
 * - The **memory** is what all hypotheses of an input share and no step changes, such as encoder outputs:
 *   tensors [B, ...] of any rank and arrays of B numbers, such as lengths. It is never repeated for
 *   hypotheses; inputs that are finished leave it.
 */
export interface StepModel<State extends object, Memory extends object> {
  /**
   * One step of every hypothesis. It runs inside tfjs' `tidy`: what it makes and does not return is disposed.
   *
   * B and K change from step to step: K is 1 at first, where all hypotheses of an input are the same. With
   * attention the K hypotheses are K queries to the memory of their input, [B, K, size] to [B, S, size].
   *
   * @param tokens  the newest token of each hypothesis, int32 of shape [B, K]
   * @param state   [B*K, ...]; not to be disposed
   * @param memory  [B, ...]; not to be disposed
   * @returns       tensors of its own or parts of the state that did not change; `generate` disposes them
   */
  step(tokens: Tensor2D, state: State, memory: Memory): Step<State>;
}

/** What a step gives. */
export interface Step<State extends object> {
  /** Of the next token, not yet softmax, [B*K, V]. */
  logits: Tensor2D;
  /** After this step, [B*K, ...], in the form of the one before. */
  state: State;
  /**
   * How this step looked at the source, [B, K, S]: adds up to 1 over its S positions, 0 at those past its
   * length. Needed for `coveragePenalty` and `returnAttention` alone.
   */
  attention?: Tensor3D | undefined;
}

/** Where generation starts. The caller keeps these tensors and disposes them. */
export interface GenerationStart<State extends object, Memory extends object> {
  /** The token that the first step is given, one for each of B inputs: a mark of the start, or a prompt's last. */
  tokens: readonly number[];
  /** [B, ...] */
  state: State;
  /** [B, ...] */
  memory: Memory;
  /** How many positions of each input's source count, for `maxLength` as a function. */
  sourceLengths?: readonly number[] | undefined;
}
