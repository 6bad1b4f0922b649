/**
 * The learning rate over time, as a factor of the optimizer's own. `name` and `config` say it as plain
 * data: a checkpoint compares them on resume.
 *
 * @example
 * /** Halves the learning rate every `steps` updates. *\/
 * const halving = (steps: number): Schedule => ({
 *   name: "halving",
 *   config: { steps },
 *   factor: (step) => 0.5 ** Math.floor(step / steps),
 * });
 */
export interface Schedule {
  readonly name: string;
  /** All options, as JSON can hold them. */
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * @param step        updates done before, from 0; those of earlier calls of `fit` count
   * @param totalSteps  updates done when this call of `fit` will have ended
   */
  factor(step: number, totalSteps: number): number;
}

/**
 * Rises from 0 over the first steps, then stays at 1.
 *
 * @example
 * linearWarmup(4).factor(0, 100); // 0.25: the first of four steps
 */
export const linearWarmup = (warmupSteps: number): Schedule => ({
  name: "linearWarmup",
  config: { warmupSteps },
  factor: (step) => Math.min(1, (step + 1) / warmupSteps),
});

/**
 * Falls in a straight line from 1 to `end`.
 *
 * @example
 * linearDecay(0.1).factor(50, 100); // 0.55
 */
export const linearDecay = (end = 0): Schedule => ({
  name: "linearDecay",
  config: { end },
  factor: (step, totalSteps) => 1 - (1 - end) * Math.min(1, step / totalSteps),
});

/**
 * Falls along half a cosine from 1 to `end`.  Source: Loshchilov & Hutter 2017.
 *
 * @example
 * cosineDecay().factor(25, 100); // 0.85
 */
export const cosineDecay = (end = 0): Schedule => ({
  name: "cosineDecay",
  config: { end },
  factor: (step, totalSteps) =>
    end + ((1 - end) * (1 + Math.cos(Math.PI * Math.min(1, step / totalSteps)))) / 2,
});

/**
 * Several schedules at once: their product.
 *
 * @example
 * const schedule = combineSchedules(linearWarmup(100), cosineDecay());
 * console.log(schedule.factor(0, 1000)); // 0.01
 */
export const combineSchedules = (...schedules: readonly Schedule[]): Schedule => ({
  name: "combineSchedules",
  config: { schedules: schedules.map(({ name, config }) => ({ name, config })) },
  factor: (step, totalSteps) =>
    schedules.reduce((product, schedule) => product * schedule.factor(step, totalSteps), 1),
});
