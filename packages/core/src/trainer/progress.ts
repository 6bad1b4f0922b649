import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const metrics = v.record(v.string(), v.number());

/**
 * Where a training stands: all of it that is not a tensor. Random numbers need no state of their
 * own, since every stream is derived from the seed and the step.
 */
export const progressSchema = v.object({
  /** Updates done. */
  step: count,
  /** Epochs completed. */
  epoch: count,
  /** Batches of the running epoch done. */
  batch: count,
  /** Sum of the running epoch's losses, each times its number of examples. */
  lossSum: v.number(),
  /** Every evaluation so far. */
  history: v.array(v.object({ step: count, epoch: count, metrics })),
  /** The best evaluation so far. */
  best: v.nullable(v.object({ step: count, value: v.number() })),
  /** Evaluations since the best one. */
  sinceBest: count,
  /** Whether an evaluation is to be made before the next step. */
  evaluationDue: v.boolean(),
  /** At which step parameters were unfrozen; of those that were never frozen nothing. */
  unfrozenAt: v.record(v.string(), count),
  /** Set when nothing is left to do. */
  ended: v.nullable(v.picklist(["completed", "stoppedEarly"])),
});

export type Progress = v.InferOutput<typeof progressSchema>;

export function startProgress(): Progress {
  return {
    step: 0,
    epoch: 0,
    batch: 0,
    lossSum: 0,
    history: [],
    best: null,
    sinceBest: 0,
    evaluationDue: false,
    unfrozenAt: {},
    ended: null,
  };
}
