import { type Work, workName } from "../cases/work.ts";
import type { Session } from "../contenders/contender.ts";
import { unroll } from "../contenders/unroll/unroll.ts";
import { checkEqual } from "../measure/check-equal.ts";
import type { Times } from "../measure/summarize.ts";
import { takeTurns } from "../measure/take-turns.ts";

const LEAST_SAMPLE_MS = 2;

/**
 * Times a work on several backends in this process, in turns, after comparing what they compute.
 *
 * @param backends  names; the others are compared with the first
 * @param start     makes a backend the one in use
 * @returns         the times in the order of the backends
 * @throws {Error} when two backends do not compute the same
 */
export async function compareBackends(
  work: Work,
  backends: readonly string[],
  start: (backend: string) => Promise<void>,
): Promise<Times[]> {
  const sessions: Session[] = [];
  try {
    const results = [];
    for (const backend of backends) {
      await start(backend);
      const session = await unroll.open(work);
      sessions.push(onBackend(session, () => start(backend)));
      results.push(await session.results());
      checkEqual(
        `${workName(work)}, ${backends[0]} and ${backend}`,
        results[0] ?? {},
        results.at(-1) ?? {},
      );
    }
    return await takeTurns(sessions, LEAST_SAMPLE_MS);
  } finally {
    for (const session of sessions) {
      await session.dispose();
    }
  }
}

/** Switches to the session's backend before each of its turns. */
function onBackend(session: Session, start: () => Promise<void>): Session {
  return {
    results: async () => {
      await start();
      return session.results();
    },
    sample: async (repetitions) => {
      await start();
      return session.sample(repetitions);
    },
    dispose: async () => {
      await start();
      return session.dispose();
    },
  };
}
