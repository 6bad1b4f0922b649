import type { EvaluationEvent, StepEvent } from "@unroll/core";
import { type Figure, showFigure, type Task } from "@unroll/tasks";

/** The weight of the newest step in what is shown: the mean of about the last fifty. */
const SMOOTHING = 0.02;

/** What a bar or a line shows of a training, kept up to date. */
export class RunningFigures {
  loss = Number.NaN;
  examplesPerSecond = Number.NaN;
  secondsLeft = Number.NaN;
  /** The name and the figure by which the best weights are chosen. */
  readonly #name: string;
  readonly #figure: Figure;
  #newest: number | undefined;
  #started: { time: number; step: number } | undefined;
  #examples = 0;

  constructor({ figures }: Pick<Task, "figures">) {
    [[this.#name, this.#figure]] = Object.entries(figures) as [[string, Figure]];
  }

  /** The newest of the dev examples, such as "accuracy 0.8349". */
  get judgement(): string {
    return `${this.#figure.label} ${showFigure(this.#figure, this.#newest)}`;
  }

  step({ loss, step, totalSteps, examples, milliseconds }: StepEvent): void {
    const now = performance.now();
    // Evaluations and checkpoints take time too, so the clock runs from the first step on.
    this.#started ??= { time: now - milliseconds, step: step - 1 };
    this.#examples += examples;
    this.loss = Number.isNaN(this.loss) ? loss : this.loss + SMOOTHING * (loss - this.loss);
    const seconds = (now - this.#started.time) / 1000;
    this.examplesPerSecond = this.#examples / seconds;
    this.secondsLeft = (seconds / (step - this.#started.step)) * (totalSteps - step);
  }

  evaluation({ metrics }: EvaluationEvent): void {
    this.#newest = metrics[this.#name];
  }
}

/** A number to so many digits, or a dash before there is one. */
export function shown(value: number, digits: number): string {
  return Number.isNaN(value) ? "-" : value.toFixed(digits);
}

/** Such as "1:05:09" or "4:30". */
export function clock(seconds: number): string {
  if (Number.isNaN(seconds)) {
    return "-";
  }
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
