import type { Reply, Request } from "./protocol.ts";
import type { Reading } from "./reading.ts";
import type { StartedBackend } from "./start-backend.ts";

export interface ModelEvents {
  /** The model is loaded and can read. */
  ready(backend: StartedBackend): void;
  /** The model cannot be loaded, or its worker broke: loading again may help. */
  unavailable(message: string): void;
  /** The answer to the newest text. */
  read(reading: Reading): void;
  /** The newest text cannot be read. */
  unread(message: string): void;
}

/** The page's side of the worker: it loads the model, and only the newest text's answer comes back. */
export class ModelWorker {
  readonly #modelUrl: string;
  readonly #events: ModelEvents;
  #worker: Worker | undefined;
  #newest = 0;

  constructor(modelUrl: string, events: ModelEvents) {
    this.#modelUrl = modelUrl;
    this.#events = events;
  }

  /** Loads the model in a new worker; the one before, if any, ends. */
  load(): void {
    this.#worker?.terminate();
    const worker = new Worker(new URL("./sentiment.worker.ts", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#events.unavailable(event.message || "The worker's script could not be loaded.");
    };
    this.#worker = worker;
    this.#send({ kind: "load", modelUrl: this.#modelUrl });
  }

  /** Reads a text in place of any other that is still being read. */
  read(text: string): void {
    this.#newest += 1;
    this.#send({ kind: "read", id: this.#newest, text });
  }

  /** Lets go of the text that is being read: its answer does not come. */
  forget(): void {
    this.#newest += 1;
  }

  #send(request: Request): void {
    this.#worker?.postMessage(request);
  }

  #take(reply: Reply): void {
    const isOutdated = "id" in reply && reply.id !== this.#newest;
    if (isOutdated) return;
    switch (reply.kind) {
      case "ready":
        this.#events.ready(reply.backend);
        break;
      case "unavailable":
        this.#events.unavailable(reply.message);
        break;
      case "read":
        this.#events.read(reply.reading);
        break;
      case "unread":
        this.#events.unread(reply.message);
        break;
    }
  }
}
