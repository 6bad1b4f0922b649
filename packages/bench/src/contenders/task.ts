import type { Work } from "../cases/work.ts";
import type { Contender, Results, Session } from "./contender.ts";

/** One side's work in this process. */
export interface Task {
  results(): Promise<Results>;
  /** The work once, its result read. */
  run(): Promise<unknown>;
  dispose(): void | Promise<void>;
}

/** A contender of this process. */
export function localContender(
  version: string,
  open: (work: Work) => Task | Promise<Task>,
): Contender {
  return { version, open: async (work) => timed(await open(work)) };
}

function timed(task: Task): Session {
  return {
    results: () => task.results(),
    sample: async (repetitions) => {
      const started = performance.now();
      for (let i = 0; i < repetitions; i++) {
        await task.run();
      }
      return performance.now() - started;
    },
    dispose: async () => task.dispose(),
  };
}

/** The losses of some updates, one after the other. */
export async function losses(train: () => Promise<number>, steps: number): Promise<Float32Array> {
  const found = new Float32Array(steps);
  for (let step = 0; step < steps; step++) {
    found[step] = await train();
  }
  return found;
}
