let registered: Promise<unknown> | undefined;

/**
 * Registers tfjs' gradients of its own ops, once.
 *
 * In Node, tfjs-core alone registers none, and its deep files cannot be imported there, so the
 * build bundles them into core. tfjs keeps its registry on globalThis: both copies share it. The bundle
 * exports nothing, so package.json names it among the files with side effects.
 */
export function registerGradients(): Promise<unknown> {
  registered ??= import("@tensorflow/tfjs-core/dist/register_all_gradients.js");
  return registered;
}
