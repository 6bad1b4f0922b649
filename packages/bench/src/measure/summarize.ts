/** Times of one side. */
export interface Times {
  /** The median, in milliseconds. */
  ms: number;
  /** Half the distance between the quartiles, as a share of the median. */
  spread: number;
  samples: number;
}

export function summarize(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return {
    ms: at(0.5),
    spread: (at(0.75) - at(0.25)) / 2 / at(0.5),
    samples: times.length,
  };
}
