/** The learning rate over time, as a factor of the optimizer's own. `step` counts from 0. */
export type Schedule = (step: number, totalSteps: number) => number;

/** Rises from 0 over the first steps, then stays at 1. */
export const linearWarmup =
  (warmupSteps: number): Schedule =>
  (step) =>
    Math.min(1, (step + 1) / warmupSteps);

/** Falls in a straight line from 1 to `end`. */
export const linearDecay =
  (end = 0): Schedule =>
  (step, totalSteps) =>
    1 - (1 - end) * Math.min(1, step / totalSteps);

/** Falls along half a cosine from 1 to `end`.  Source: Loshchilov & Hutter 2017. */
export const cosineDecay =
  (end = 0): Schedule =>
  (step, totalSteps) =>
    end + ((1 - end) * (1 + Math.cos(Math.PI * Math.min(1, step / totalSteps)))) / 2;

/** Several schedules at once: their product. */
export const combineSchedules =
  (...schedules: readonly Schedule[]): Schedule =>
  (step, totalSteps) =>
    schedules.reduce((factor, schedule) => factor * schedule(step, totalSteps), 1);
