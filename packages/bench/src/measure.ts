/** Processor times of one side in milliseconds. */
export interface Times {
  median: number;
  /** Half the distance between the quartiles, as a share of the median. */
  spread: number;
}

/**
 * Times two sides in turns, so that what slows the machine down meets both. It counts this process'
 * processor time: waiting for others is not in it. Work on several threads needs another clock.
 *
 * @param samples  how many of each
 */
export async function measureInTurns(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  samples: readonly [number, number],
): Promise<[Times, Times]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < Math.max(...samples); i++) {
    for (const [side, work] of [first, second].entries()) {
      if (i < (samples[side] as number)) {
        const started = process.cpuUsage();
        await work();
        const { user, system } = process.cpuUsage(started);
        times[side]?.push((user + system) / 1000);
      }
    }
  }
  return [summarize(times[0]), summarize(times[1])];
}

function summarize(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { median: at(0.5), spread: (at(0.75) - at(0.25)) / 2 / at(0.5) };
}
