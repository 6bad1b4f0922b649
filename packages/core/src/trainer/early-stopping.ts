import { ConfigError } from "../errors.ts";
import type { Metrics } from "./training-events.ts";

/** Stops when a metric no longer improves, and keeps the parameters of the best evaluation. */
export interface EarlyStopping {
  /** A name among the metrics that `evaluate` returns. */
  metric: string;
  /** Which way is better. Default "max". */
  mode?: "max" | "min" | undefined;
  /** Evaluations without a new best before it stops. Default: never, only the best is kept. */
  patience?: number | undefined;
}

/** @throws {ConfigError} when the metric is not among those evaluated */
export function metricValue({ metric }: EarlyStopping, metrics: Metrics): number {
  const value = metrics[metric];
  if (value === undefined) {
    throw new ConfigError(
      `earlyStopping: metric must be one of ${Object.keys(metrics).join(", ")}, got "${metric}". Change its name.`,
    );
  }
  return value;
}

export function isBetter({ mode = "max" }: EarlyStopping, value: number, best: number): boolean {
  return mode === "max" ? value > best : value < best;
}

/** Whether values found by one can be compared with those found by the other. */
export function isSameMeasure(a: EarlyStopping | undefined, b: EarlyStopping | undefined): boolean {
  return a?.metric === b?.metric && (a?.mode ?? "max") === (b?.mode ?? "max");
}
