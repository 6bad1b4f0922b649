import { nextTask } from "./next-task.ts";

/** A page that draws 60 frames a second can spare this long at a time. */
const SLICE_MS = 12;

/** Lets the event loop turn whenever a slice of time is used up. */
export class EventLoopTurns {
  #since = performance.now();

  async turn(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) {
      return;
    }
    await nextTask();
    this.#since = performance.now();
  }
}
