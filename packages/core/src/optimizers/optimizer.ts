import {
  dispose,
  type Scalar,
  type Tensor,
  tidy,
  type Variable,
  variable,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { type Parameters, trainableOf } from "../module/module.ts";
import type { Clipped } from "./clip.ts";
import type { OptimizerRule } from "./optimizer-rule.ts";

/**
 * A rule at work on named parameters: it holds the slots and the count of steps. Frozen parameters are
 * left alone, and one that stands there under two names is updated once.
 *
 * @example
 * const layer = new Dense({ inputSize: 2, outputSize: 1, bias: false, rng: Rng.fromSeed(1) });
 * const optimizer = new Optimizer(sgd({ learningRate: 0.1 }), layer.parameters);
 * optimizer.apply(clipGradients({ weight: ones([1, 2]) }, { globalNorm: 1 }));
 */
export class Optimizer {
  readonly rule: OptimizerRule;
  /** Updates done so far. */
  step = 0;
  readonly #parameters: Parameters;
  readonly #slots = new Map<string, Variable[]>();
  /** Updates done before a parameter was unfrozen; of those that were trained from the start nothing. */
  #unfrozenAt: Record<string, number> = {};

  constructor(rule: OptimizerRule, parameters: Parameters) {
    this.rule = rule;
    const seen = new Set<Variable>();
    this.#parameters = Object.fromEntries(
      Object.entries(parameters).filter(([, value]) => !seen.has(value) && seen.add(value)),
    );
    this.followFreezing();
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

  /** Everything that an update changes. */
  get variables(): Variable[] {
    const parameters = [...this.#slots.keys()].map((name) => this.#parameters[name] as Variable);
    return [...parameters, ...[...this.#slots.values()].flat()];
  }

  /** At which step parameters were unfrozen, for a checkpoint: their bias correction counts from there. */
  get unfrozenAt(): Readonly<Record<string, number>> {
    return this.#unfrozenAt;
  }

  /** Goes on from a checkpoint; its slots are assigned to `state`. */
  goOn(step: number, unfrozenAt: Readonly<Record<string, number>>): void {
    this.step = step;
    this.#unfrozenAt = { ...unfrozenAt };
  }

  /** Gives slots to parameters that have been unfrozen, and frees those of the ones that are frozen now. */
  followFreezing(): void {
    const trainable = trainableOf(this.#parameters);
    for (const [name, slots] of this.#slots) {
      if (!(name in trainable)) {
        dispose(slots);
        this.#slots.delete(name);
        delete this.#unfrozenAt[name];
      }
    }
    for (const [name, value] of Object.entries(trainable)) {
      if (!this.#slots.has(name)) {
        const slots = this.rule.slots.map(() => tidy(() => variable(zerosLike(value as Tensor))));
        this.#slots.set(name, slots);
        if (this.step > 0) this.#unfrozenAt[name] = this.step;
      }
    }
  }

  /** Updates every trained parameter that has a gradient. */
  apply({ grads, scales }: Clipped, learningRate = this.rule.learningRate): void {
    this.step++;
    for (const [name, slots] of this.#slots) {
      const grad = grads[name];
      if (grad === undefined) continue;
      const param = this.#parameters[name] as Variable;
      const scale = scales[name] as Scalar;
      const step = this.step - (this.#unfrozenAt[name] ?? 0);
      const next = this.rule.update({ param, grad, slots, scale, learningRate, step });
      [param, ...slots].forEach((target, i) => {
        target.assign(next[i] as Tensor);
      });
      dispose(next);
    }
  }

  /** Frees the slots. */
  dispose(): void {
    dispose([...this.#slots.values()]);
  }
}
