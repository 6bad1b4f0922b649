/**
 * Lets the event loop turn, so that a page can draw, a button can cancel and a signal can arrive. A
 * message, not a timer or a frame: timers are clamped to 4 ms, and frames stop in hidden tabs.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
