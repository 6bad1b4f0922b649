import { Tensor } from "@tensorflow/tfjs-core";

/** All tensors in a structure of arrays and objects, each once. Typed arrays are not looked into. */
export function tensorsIn(tree: unknown): Tensor[] {
  const found = new Set<Tensor>();
  const seen = new Set<object>();
  const walk = (node: unknown): void => {
    if (node instanceof Tensor) found.add(node);
    else if (isBranch(node) && !seen.has(node)) {
      seen.add(node);
      Object.values(node).forEach(walk);
    }
  };
  walk(tree);
  return [...found];
}

/**
 * The same structure with other leaves.
 * @param f  takes a leaf and its place, such as "0.h"
 */
export function mapLeaves(
  tree: unknown,
  f: (leaf: unknown, path: string) => unknown,
  path = "",
): unknown {
  if (tree instanceof Tensor || !isBranch(tree)) return f(tree, path);
  const inner = (key: string | number) => (path === "" ? `${key}` : `${path}.${key}`);
  return Array.isArray(tree)
    ? tree.map((node, i) => mapLeaves(node, f, inner(i)))
    : Object.fromEntries(
        Object.entries(tree).map(([key, node]) => [key, mapLeaves(node, f, inner(key))]),
      );
}

/** Whether something is an array or an object to look into. */
export function isBranch(node: unknown): node is object {
  return typeof node === "object" && node !== null && !ArrayBuffer.isView(node);
}
