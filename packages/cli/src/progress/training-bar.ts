import { SingleBar } from "cli-progress";
import { clock, RunningFigures, shown } from "./running-figures.ts";
import type { TrainingReporter } from "./training-reporter.ts";

/** A progress bar on the terminal, on standard error. */
export function trainingBar(): TrainingReporter {
  const figures = new RunningFigures();
  const bar = new SingleBar({
    format:
      "{bar} {value}/{total} | loss {loss} | accuracy {accuracy} | {speed} texts/s | {left} left",
    barsize: 24,
    hideCursor: true,
    stopOnComplete: false,
    clearOnComplete: false,
    stream: process.stderr,
  });
  const payload = () => ({
    loss: shown(figures.loss, 3),
    accuracy: shown(figures.accuracy, 4),
    speed: shown(figures.examplesPerSecond, 0),
    left: clock(figures.secondsLeft),
  });
  let state: "new" | "shown" | "ended" = "new";
  return {
    on: {
      step(event) {
        figures.step(event);
        if (state === "new") {
          state = "shown";
          bar.start(event.totalSteps, event.step, payload());
        }
        if (state === "shown") {
          bar.update(event.step, payload());
        }
      },
      evaluation(event) {
        figures.evaluation(event);
        if (state === "shown") {
          bar.update(payload());
        }
      },
    },
    end() {
      if (state === "shown") {
        bar.stop();
      }
      state = "ended";
    },
  };
}
