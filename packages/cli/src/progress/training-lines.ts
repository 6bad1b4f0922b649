import { printProgress } from "../output.ts";
import { clock, RunningFigures, shown } from "./running-figures.ts";
import type { TrainingReporter } from "./training-reporter.ts";

const INTERVAL_MS = 15_000;

/** A line at every evaluation, and between them one now and then; for logs. */
export function trainingLines(): TrainingReporter {
  const figures = new RunningFigures();
  let last = performance.now();
  return {
    on: {
      resume: ({ step }) => printProgress(`going on after step ${step}`),
      step(event) {
        figures.step(event);
        const now = performance.now();
        if (now - last < INTERVAL_MS) {
          return;
        }
        last = now;
        const { loss, examplesPerSecond, secondsLeft } = figures;
        printProgress(
          `step ${event.step}/${event.totalSteps}: loss ${shown(loss, 4)}, ` +
            `${shown(examplesPerSecond, 0)} texts/s, ${clock(secondsLeft)} left`,
        );
      },
      evaluation(event) {
        figures.evaluation(event);
        const best = event.best ? " (best so far)" : "";
        printProgress(
          `step ${event.step}: loss ${shown(figures.loss, 4)}, accuracy ${shown(figures.accuracy, 4)} on dev${best}`,
        );
      },
    },
    end() {},
  };
}
