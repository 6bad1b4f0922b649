/** The worker of every page: it hosts the pipelines of any task. */
import { type PipelineOptions, pipeline, type TaskName } from "@unroll/tasks";
import { expose } from "comlink";
import type { ModelHost } from "./model-host.ts";
import { type StartedBackend, startBackend } from "./start-backend.ts";
import { registerWire } from "./wire.ts";

let started: Promise<StartedBackend> | undefined;

const host = {
  backend() {
    started ??= startBackend();
    return started;
  },
  async pipeline(task: TaskName, options: PipelineOptions & { signal: AbortSignal }) {
    await host.backend();
    const loaded = await pipeline(task, options);
    const { signal } = options;
    signal.addEventListener("abort", () => loaded.dispose(), { once: true });
    if (signal.aborted) loaded.dispose();
    return loaded;
  },
} satisfies Record<keyof ModelHost, unknown>;

registerWire();
expose(host);
