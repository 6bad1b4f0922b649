/**
 * Lets the event loop turn, so that a page can draw and a button cancel. A message, not a timer:
 * timers wait for 4 ms, and for a second in hidden tabs.
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
