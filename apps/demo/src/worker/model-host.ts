import type { PipelineOptions, TaskName, Tasks } from "@unroll/tasks";
import type { StartedBackend } from "./start-backend.ts";
import type { Hosted } from "./wire.ts";

/** What the worker does for the page. It knows no task; every one that has a name can be asked for. */
export interface ModelHost {
  /** Starts the backend, the first time. */
  backend(): Promise<StartedBackend>;
  /** As `pipeline` of @unroll/tasks. The signal's abort also ends the pipeline that was loaded. */
  pipeline<Name extends TaskName>(
    task: Name,
    options: PipelineOptions & { signal: AbortSignal },
  ): Promise<Hosted<Tasks[Name]["pipeline"]>>;
}
