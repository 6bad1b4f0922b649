import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { requireGradients } from "./load-gradients.ts";
import { present } from "./present.ts";

/** A computation of several outputs and its gradient. */
export interface Differentiable<
  Inputs extends Tensors,
  Outputs extends Tensor[] | [Tensor],
  Saved extends Tensors,
> {
  /** Every tensor a gradient may flow into. */
  inputs: Inputs;
  /**
   * Computes the outputs. Kernels inside are not recorded.
   * `saved` is kept for `backward`, by name; it may hold tensors that are not outputs.
   */
  forward(): { outputs: Outputs; saved: Saved };
  /**
   * Gradients by input, each a thunk that runs only when that gradient is asked for.
   * @param dys  one for each output, zeros where the output was not used
   */
  backward(dys: Outputs, saved: Saved): { [K in keyof Inputs]: () => Tensor };
}

type Tensors = Readonly<Record<string, Tensor | undefined>>;

/**
 * Whether a gradient is being recorded, so that a reserve for it must be kept.
 * @throws {BackendError} when one is, and tfjs' gradients are not loaded
 */
export function isRecording(): boolean {
  requireGradients();
  return engine().isTapeOn();
}

/** The part of tfjs' engine that `customGrad` stands on; tfjs keeps it out of its types. */
interface EngineInternals {
  runKernelFunc(params: {
    forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor[];
    backwardsFunc: (dys: Tensor | Tensor[], saved: Tensor[]) => Record<string, () => Tensor>;
    inputs: object;
    attrs: Record<string, never>;
  }): Tensor[];
}

/**
 * Runs a computation with several outputs and records its gradient on tfjs' tape.
 *
 * tfjs' own `customGrad` allows one output; a registered gradient would allocate zeros for the
 * reserve and could not skip the gradients nobody asks for (see docs/adr/0002).
 */
export function differentiable<
  Inputs extends Tensors,
  Outputs extends Tensor[] | [Tensor],
  Saved extends Tensors,
>(op: Differentiable<Inputs, Outputs, Saved>): Outputs {
  if (!isRecording()) return op.forward().outputs;
  const internals = engine() as unknown as EngineInternals;
  let names: string[] = [];
  // The tape keeps outputs and what was saved in order, and forgets what each of them is.
  return internals.runKernelFunc({
    forwardFunc: (_backend, save) => {
      const { outputs, saved } = op.forward();
      const kept = present(saved);
      names = Object.keys(kept);
      save(Object.values(kept));
      return outputs;
    },
    backwardsFunc: (dys, saved) => {
      const byName: Record<string, Tensor | undefined> = {};
      for (let n = 0; n < names.length; n++) byName[names[n] as string] = saved[n];
      return op.backward((Array.isArray(dys) ? dys : [dys]) as Outputs, byName as Saved);
    },
    inputs: present<Tensor>(op.inputs),
    attrs: {},
  }) as Outputs;
}
