import type { Session } from "../contenders/contender.ts";
import { summarize, type Times } from "./summarize.ts";
import { type Pace, warmUp } from "./warm-up.ts";

/** Every side gives so many samples, unless it is slower than {@link SLOW_MS} for all of them. */
const LEAST_SAMPLES = 15;
const MOST_SAMPLES = 60;
/** Quick work gives as many more samples as fit in this time. */
const QUICK_MS = 1000;
/** Before a shorter sample the work is done once untimed: the caches held what others worked on. */
const SHORT_MS = 50;
const SLOW_MS = 20_000;
const LEAST_SLOW_SAMPLES = 3;

/** Compilers that finish late are seen by this: the second half of a side's samples is faster. */
const SETTLED = 0.85;
const MOST_TRIES = 3;

/**
 * Times all sides in turns, sample by sample, so that what slows the machine down meets all. Each
 * is warmed up first. Where one gets faster on the way, all give their samples again.
 *
 * @param sessions  the first is the one the others are compared with: it is never cut short
 * @param leastMs   how long a sample lasts at least: short work is repeated within it
 * @returns         the times of one repetition, in the order of the sessions
 */
export async function takeTurns(sessions: readonly Session[], leastMs: number): Promise<Times[]> {
  for (let tries = 1; ; tries++) {
    const paces: Pace[] = [];
    for (const session of sessions) {
      paces.push(await warmUp(session, leastMs));
    }
    const times = await sampleInTurns(sessions, paces);
    if (tries === MOST_TRIES || times.every(isSettled)) {
      return times.map(summarize);
    }
  }
}

async function sampleInTurns(
  sessions: readonly Session[],
  paces: readonly Pace[],
): Promise<number[][]> {
  const counts = paces.map(({ ms }, side) => (side === 0 ? enough(ms) : affordable(ms)));
  const rounds = Math.max(...counts);
  const times = sessions.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [side, session] of sessions.entries()) {
      if (isTurn(round, rounds, counts[side] as number)) {
        const { repetitions, ms } = paces[side] as Pace;
        if (ms < SHORT_MS) {
          await session.sample(1);
        }
        times[side]?.push((await session.sample(repetitions)) / repetitions);
      }
    }
  }
  return times;
}

function isSettled(times: readonly number[]): boolean {
  const half = Math.floor(times.length / 2);
  const [early, late] = [times.slice(0, half), times.slice(half)].map(summarize);
  return half < 5 || (late as Times).ms >= SETTLED * (early as Times).ms;
}

/** A sample's time -> how many. */
function enough(ms: number): number {
  return Math.min(MOST_SAMPLES, Math.max(LEAST_SAMPLES, Math.ceil(QUICK_MS / ms)));
}

function affordable(ms: number): number {
  return ms * LEAST_SAMPLES <= SLOW_MS
    ? enough(ms)
    : Math.max(LEAST_SLOW_SAMPLES, Math.floor(SLOW_MS / ms));
}

/** Spreads `count` turns evenly over all rounds. */
function isTurn(round: number, rounds: number, count: number): boolean {
  return Math.floor(((round + 1) * count) / rounds) > Math.floor((round * count) / rounds);
}
