import type { Task, TrainingListeners } from "@unroll/tasks";
import { printJson } from "../output.ts";
import { trainingBar } from "./training-bar.ts";
import { trainingLines } from "./training-lines.ts";

/** Shows how a training goes. */
export interface TrainingReporter {
  /** Listeners for the trainer's events. */
  on: TrainingListeners;
  /** Ends what is shown; may be called again. */
  end(): void;
}

/** JSON lines on standard output, a bar on a terminal, sparse lines elsewhere. */
export function trainingReporter(task: Task, json: boolean): TrainingReporter {
  if (json) {
    return jsonLines();
  }
  return process.stderr.isTTY ? trainingBar(task) : trainingLines(task);
}

function jsonLines(): TrainingReporter {
  const print = (event: string) => (fields: object) => printJson({ event, ...fields });
  return {
    on: {
      step: print("step"),
      evaluation: print("evaluation"),
      epoch: print("epoch"),
      checkpoint: print("checkpoint"),
      resume: print("resume"),
    },
    end() {},
  };
}
