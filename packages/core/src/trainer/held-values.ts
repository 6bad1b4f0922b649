import { dispose, keep, reshape, type Tensor, type Variable } from "@tensorflow/tfjs-core";

/**
 * The values that variables have now, to be given back to them later. Nothing is copied: assigning to a
 * variable replaces its data, and the data of before lives on as long as it is held.
 */
export class HeldValues {
  readonly #held: (readonly [Variable, Tensor])[];

  constructor(variables: Iterable<Variable>) {
    // A reshape shares the data on every backend; a clone copies it on some.
    this.#held = Array.from(variables, (each) => [each, keep(reshape(each, each.shape))]);
  }

  /** @param where  which of the variables; default: all */
  restore(where: (variable: Variable) => boolean = () => true): void {
    for (const [variable, value] of this.#held) {
      if (where(variable)) variable.assign(value);
    }
  }

  dispose(): void {
    dispose(this.#held.map(([, value]) => value));
  }
}
