import { wrap } from "comlink";
import type { ModelHost } from "./model-host.ts";
import { registerWire } from "./wire.ts";

registerWire();

/** The page's side of the worker, which starts when something is first asked of it. */
export class ModelWorker {
  readonly #onBroken: (message: string) => void;
  #worker: Worker | undefined;
  #host: ModelHost | undefined;

  /** @param onBroken  is told when the worker cannot go on: what was asked of it is never answered then */
  constructor(onBroken: (message: string) => void) {
    this.#onBroken = onBroken;
  }

  get host(): ModelHost {
    this.#host ??= this.#start();
    return this.#host;
  }

  /** Ends the worker and all it holds; another one starts when something is asked again. */
  end(): void {
    this.#worker?.terminate();
    this.#host = undefined;
  }

  #start(): ModelHost {
    const worker = new Worker(new URL("./host.worker.ts", import.meta.url), { type: "module" });
    worker.onerror = (event) => {
      event.preventDefault();
      this.#onBroken(event.message || "The worker's script could not be loaded.");
    };
    this.#worker = worker;
    // Comlink's types lose which task has which pipeline.
    return wrap(worker) as unknown as ModelHost;
  }
}
