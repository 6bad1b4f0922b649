import * as v from "valibot";
import type { ModelConfig, Task, TaskTypes } from "../task.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export function modelConfigSchema<T extends TaskTypes>(
  task: Task<T>,
): v.GenericSchema<unknown, ModelConfig<T>> {
  const common = v.object({
    format: v.literal("unroll"),
    version: v.literal(1),
    task: v.literal(task.name),
    training: v.optional(v.object({ seed: count, examples: count, recipe: v.object(task.recipe) })),
  });
  // What a task calls its config and its recipe is what its schemas give, which TypeScript cannot see.
  return v.intersect([common, task.config]) as unknown as v.GenericSchema<unknown, ModelConfig<T>>;
}
