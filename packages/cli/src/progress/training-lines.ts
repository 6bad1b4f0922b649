import type { Task, TrainingListeners } from "@unroll/tasks";
import { printProgress } from "../output.ts";
import { clock, RunningFigures, shown } from "./running-figures.ts";

const INTERVAL_MS = 15_000;

/** A line at every evaluation, and between them one now and then; for logs. */
export function trainingLines(task: Task) {
  const figures = new RunningFigures(task);
  let last = performance.now();
  const on: TrainingListeners = {
    resume: ({ step }) => printProgress(`going on after step ${step}`),
    step(event) {
      figures.step(event);
      const now = performance.now();
      if (now - last < INTERVAL_MS) return;
      last = now;
      const { loss, examplesPerSecond, secondsLeft } = figures;
      printProgress(
        `step ${event.step}/${event.totalSteps}: loss ${shown(loss, 4)}, ` +
          `${shown(examplesPerSecond, 0)} ${task.examples}/s, ${clock(secondsLeft)} left`,
      );
    },
    evaluation(event) {
      figures.evaluation(event);
      const best = event.best ? " (best so far)" : "";
      printProgress(
        `step ${event.step}: loss ${shown(figures.loss, 4)}, ${figures.judgement} on dev${best}`,
      );
    },
  };
  return { on, end() {} };
}
