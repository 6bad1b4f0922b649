import {
  dispose,
  type Scalar,
  type Tensor,
  tidy,
  type Variable,
  variable,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { Parameters } from "../module/module.ts";
import type { Clipped } from "./clip.ts";
import type { OptimizerRule } from "./optimizer-rule.ts";

/** A rule at work on named parameters: it holds the slots and the count of steps. */
export class Optimizer {
  readonly rule: OptimizerRule;
  /** Updates done so far. */
  step = 0;
  readonly #parameters: Parameters;
  readonly #slots = new Map<string, Variable[]>();

  constructor(rule: OptimizerRule, parameters: Parameters) {
    this.rule = rule;
    this.#parameters = parameters;
    for (const [name, value] of Object.entries(parameters)) {
      this.#slots.set(
        name,
        rule.slots.map(() => tidy(() => variable(zerosLike(value as Tensor)))),
      );
    }
  }

  /** The slots by name, such as "head.weight.m", for a checkpoint. */
  get state(): Parameters {
    const state: Record<string, Variable> = {};
    for (const [name, slots] of this.#slots) {
      slots.forEach((slot, i) => {
        state[`${name}.${this.rule.slots[i]}`] = slot;
      });
    }
    return state;
  }

  /** Updates every parameter that has a gradient. */
  apply({ grads, scales }: Clipped, learningRate = this.rule.learningRate): void {
    this.step++;
    for (const [name, grad] of Object.entries(grads)) {
      const param = this.#parameters[name] as Variable;
      const slots = this.#slots.get(name) as Variable[];
      const scale = scales[name] as Scalar;
      const next = this.rule.update({ param, grad, slots, scale, learningRate, step: this.step });
      [param, ...slots].forEach((target, i) => {
        target.assign(next[i] as Tensor);
      });
      dispose(next);
    }
  }

  /** Frees the slots. */
  dispose(): void {
    for (const slots of this.#slots.values()) {
      dispose(slots);
    }
  }
}
