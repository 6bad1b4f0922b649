import { getBackend } from "@tensorflow/tfjs-core";
import { adam, Trainer } from "@unroll/core";
import type { RecurrentWork, TranslationWork } from "../cases/work.ts";
import { makeNetwork } from "../contenders/unroll/network.ts";
import type { Network } from "../contenders/unroll/training.ts";
import { makeTranslator } from "../contenders/unroll/translator.ts";
import { summarize } from "../measure/summarize.ts";
import { LEARNING_RATE } from "../start/recurrent-start.ts";
import { startKernelClock } from "./kernel-clock.ts";

const WARM_UP = 5;
const STEPS = 20;

/** Where the time of a Trainer's step goes, from the making of the batch to the end of the update. */
export interface StepProfile {
  ms: number;
  /** Shares of it by kernel, the largest first. The rest is spent outside of kernels. */
  kernels: Record<string, number>;
}

/** A Trainer's step on the backend in use: medians over some steps. */
export async function profileStep(work: RecurrentWork | TranslationWork): Promise<StepProfile> {
  return work.kind === "translation"
    ? profileTraining(await makeTranslator(work))
    : profileTraining(makeNetwork(work));
}

async function profileTraining<Batch>({ model, clip, batch, loss }: Network<Batch>) {
  const optimizer = adam({ learningRate: LEARNING_RATE });
  const trainer = new Trainer<Batch>({ model, loss, optimizer, clip, seed: 1 });
  const clock = startKernelClock(getBackend());
  const steps: { ms: number; kernels: Map<string, number> }[] = [];
  trainer.on("step", ({ milliseconds: ms }) => steps.push({ ms, kernels: clock.read() }));
  try {
    const data = { size: 1, batch };
    await trainer.fit({ data, epochs: WARM_UP + STEPS, batchSize: 1 });
  } finally {
    clock.stop();
    trainer.dispose();
    model.dispose();
  }
  const counted = steps.slice(WARM_UP);
  const median = (values: number[]) => summarize(values).ms;
  const names = new Set(counted.flatMap(({ kernels }) => [...kernels.keys()]));
  const shares = Array.from(names, (name): [string, number] => [
    name,
    median(counted.map(({ ms, kernels }) => (kernels.get(name) ?? 0) / ms)),
  ]);
  return {
    ms: median(counted.map(({ ms }) => ms)),
    kernels: Object.fromEntries(shares.sort(([, a], [, b]) => b - a)),
  };
}

/** The share of a step that Unroll's kernels do not take: tfjs' own do, its tape, the trainer. */
export function outsideOurKernels({ kernels }: StepProfile): number {
  const ours = Object.entries(kernels).filter(([name]) => name.startsWith("Unroll"));
  return ours.reduce((rest, [, share]) => rest - share, 1);
}
