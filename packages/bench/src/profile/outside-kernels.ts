import { getBackend, tensor1d, tensor3d } from "@tensorflow/tfjs-core";
import { adam, crossEntropy, Trainer } from "@unroll/core";
import type { RecurrentWork } from "../cases/work.ts";
import { makeNetwork } from "../contenders/unroll/network.ts";
import { summarize } from "../measure/summarize.ts";
import { LEARNING_RATE, makeRecurrentStart } from "../start/recurrent-start.ts";
import { startKernelClock } from "./kernel-clock.ts";

const WARM_UP = 5;
const STEPS = 20;

/**
 * The share of a Trainer's step that is spent outside Unroll's kernels, on the backend in use: the
 * median over some steps, from the making of the batch to the end of the update.
 */
export async function outsideKernels(work: RecurrentWork): Promise<number> {
  const start = makeRecurrentStart(work);
  const { model, dispose } = makeNetwork(work, start);
  const { rnn, head } = model.layers;
  const batch = () => ({
    x: tensor3d(start.x, [work.batch, work.time, work.input]),
    targets: tensor1d(start.targets, "int32"),
  });
  const trainer = new Trainer<ReturnType<typeof batch>>({
    model,
    loss: ({ x, targets }) => crossEntropy(head.forward(rnn.last(x)), targets),
    optimizer: adam({ learningRate: LEARNING_RATE }),
    seed: 1,
  });
  const clock = startKernelClock(getBackend(), "Unroll");
  const shares: number[] = [];
  trainer.on("step", ({ milliseconds }) => shares.push(1 - clock.read() / milliseconds));
  try {
    const data = { size: work.batch, batch };
    await trainer.fit({ data, epochs: WARM_UP + STEPS, batchSize: work.batch });
  } finally {
    clock.stop();
    trainer.dispose();
    dispose();
  }
  return summarize(shares.slice(WARM_UP)).ms;
}
