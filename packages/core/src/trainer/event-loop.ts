/** A page that draws 60 frames a second can spare this long at a time. */
const SLICE_MS = 12;

/**
 * Lets the event loop turn when a slice of time is used up, so that a page can draw, a button can
 * cancel and a signal can arrive. A message, not a timer or a frame: timers are clamped to 4 ms,
 * and frames stop in hidden tabs.
 */
export class EventLoopTurns {
  #since = performance.now();

  async turn(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) {
      return;
    }
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    this.#since = performance.now();
  }
}
