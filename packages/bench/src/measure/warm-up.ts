import type { Session } from "../contenders/contender.ts";

/** How a side is sampled: so many repetitions, which take about so long. */
export interface Pace {
  repetitions: number;
  /** Of one sample. */
  ms: number;
}

const WARM_UP_MS = 600;

/**
 * Works until the compilers should be done, and finds how often short work has to be repeated for a
 * sample to last `leastMs`.
 */
export async function warmUp(session: Session, leastMs: number): Promise<Pace> {
  let repetitions = 1;
  for (let spent = 0; ; ) {
    const ms = await session.sample(repetitions);
    spent += ms;
    if (ms < leastMs) {
      const factor = Math.min(10, (1.2 * leastMs) / Math.max(ms, leastMs / 100));
      repetitions = Math.ceil(repetitions * factor);
    } else if (spent >= WARM_UP_MS) {
      return { repetitions, ms };
    }
  }
}
