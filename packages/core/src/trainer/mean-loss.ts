import { dispose, keep, Tensor, tidy } from "@tensorflow/tfjs-core";
import { Context } from "../module/context.ts";
import { Rng } from "../random/rng.ts";
import { Batches } from "./batches.ts";
import { carry, disposeState } from "./carried-state.ts";
import { type AnyDataset, makePlan } from "./epoch-plan.ts";
import { EventLoopTurns } from "./event-loop.ts";
import type { TrainerOptions } from "./trainer-options.ts";

export interface MeanLossOptions<Batch> {
  data: AnyDataset<Batch>;
  /** Examples of a batch. Ordered data have a batch size of their own. */
  batchSize?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** The mean of a loss over data, each example counted once, in inference. */
export async function meanLoss<Batch, State>(
  loss: TrainerOptions<Batch, State>["loss"],
  { data, batchSize, signal }: MeanLossOptions<Batch>,
): Promise<number> {
  const rng = Rng.fromSeed(0);
  const plan = makePlan(data, batchSize, rng);
  const batches = new Batches(data, plan, (index) => rng.fold(index), true);
  const turns = new EventLoopTurns();
  const sums: Promise<number>[] = [];
  let state: State | undefined;
  try {
    for (let index = 0; index < plan.batches; index++) {
      await turns.turn();
      signal?.throwIfAborted();
      const batch = await batches.take(index);
      const before = state;
      const given = plan.continues(index) ? before : undefined;
      state = undefined;
      try {
        const value = tidy(() => {
          const result = loss(batch, Context.inference, given);
          if (result instanceof Tensor) return keep(result);
          state = carry(result.state);
          return keep(result.loss);
        });
        const examples = plan.examplesIn(index);
        sums.push(read(value).then((mean) => mean * examples));
      } finally {
        disposeState(before);
        batches.release(batch);
      }
    }
    const losses = await Promise.all(sums);
    return losses.reduce((sum, each) => sum + each, 0) / plan.examples;
  } finally {
    await Promise.allSettled(sums);
    disposeState(state);
    await batches.dispose();
  }
}

async function read(value: Tensor): Promise<number> {
  try {
    return (await value.data())[0] as number;
  } finally {
    dispose(value);
  }
}
