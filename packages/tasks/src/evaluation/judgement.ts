import type { ConfusionMatrix } from "../metrics/confusion-matrix.ts";

/** Something that is measured. */
export interface Figure {
  /** As people write it: "macro-F1". */
  readonly label: string;
  readonly better: "higher" | "lower";
  /** Digits after the point. Default 4. */
  readonly digits?: number;
  /** Written behind the number: "bits". Default: none. */
  readonly unit?: string;
}

/** A figure as people read it; a dash before there is one. */
export function showFigure({ digits = 4, unit }: Figure, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "-";
  return `${value.toFixed(digits)}${unit === undefined ? "" : ` ${unit}`}`;
}

/** How good a model is on some examples. */
export interface Judgement<FigureName extends string = string> {
  /** How many were judged. */
  examples: number;
  /** What was measured, by the task's names. */
  figures: Record<FigureName, number>;
  /** How fast the answers came, such as tokensPerSecond: of this machine and this run, no figure of the model. */
  speed?: Readonly<Record<string, number>>;
  /** Counts by the right label, then by the answer, where answers are labels. */
  confusion?: ConfusionMatrix;
}
