import type { Tensor } from "@tensorflow/tfjs-core";
import { tensorsIn } from "@unroll/core";
import { takeRows } from "./take-rows.ts";

/**
 * A tree of tensors on its way through the steps, which replaces itself by another one. What the caller gave stays
 * the caller's, everything else is disposed when it is no longer there.
 */
export class Carried<Tree extends object> {
  #tree: Tree;
  readonly #given: ReadonlySet<Tensor>;

  constructor(given: Tree) {
    this.#tree = given;
    this.#given = new Set(tensorsIn(given));
  }

  get tree(): Tree {
    return this.#tree;
  }

  /** Goes on with another one, which may share tensors with this one. */
  replace(next: Tree): void {
    this.#release(new Set(tensorsIn(next)));
    this.#tree = next;
  }

  /**
   * Goes on with these rows, in this order.
   * @param before  how many rows there are
   */
  take(rows: readonly number[], before: number): void {
    if (rows.length === before && rows.every((row, place) => row === place)) return;
    this.replace(takeRows(this.#tree, rows));
  }

  dispose(): void {
    this.#release(new Set());
  }

  #release(kept: ReadonlySet<Tensor>): void {
    for (const tensor of tensorsIn(this.#tree)) {
      if (!this.#given.has(tensor) && !kept.has(tensor)) tensor.dispose();
    }
  }
}
