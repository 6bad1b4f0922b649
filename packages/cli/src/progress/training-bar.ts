import type { Task, TrainingListeners } from "@unroll/tasks";
import { SingleBar } from "cli-progress";
import { clock, RunningFigures, shown } from "./running-figures.ts";

/** A progress bar on the terminal, on standard error. */
export function trainingBar(task: Task) {
  const figures = new RunningFigures(task);
  const bar = new SingleBar({
    format: "{bar} {value}/{total} | loss {loss} | {judgement} | {speed} | {left} left",
    barsize: 24,
    hideCursor: true,
    stopOnComplete: false,
    clearOnComplete: false,
    stream: process.stderr,
  });
  const payload = () => ({
    loss: shown(figures.loss, 3),
    judgement: figures.judgement,
    speed: `${shown(figures.examplesPerSecond, 0)} ${task.examples}/s`,
    left: clock(figures.secondsLeft),
  });
  let state: "new" | "shown" | "ended" = "new";
  const on: TrainingListeners = {
    step(event) {
      figures.step(event);
      if (state === "new") {
        state = "shown";
        bar.start(event.totalSteps, event.step, payload());
      }
      if (state === "shown") bar.update(event.step, payload());
    },
    evaluation(event) {
      figures.evaluation(event);
      if (state === "shown") bar.update(payload());
    },
  };
  return {
    on,
    end() {
      if (state === "shown") {
        bar.stop();
      }
      state = "ended";
    },
  };
}
