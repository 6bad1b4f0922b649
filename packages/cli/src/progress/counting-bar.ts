import { SingleBar } from "cli-progress";

/** A bar on a terminal that counts work done; elsewhere nothing is shown. */
export function countingBar(json: boolean): {
  update: (done: number, total: number) => void;
  end: () => void;
} {
  if (json || !process.stderr.isTTY) {
    return { update() {}, end() {} };
  }
  const bar = new SingleBar({
    format: "{bar} {value}/{total} | {eta} s left",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let shows = false;
  return {
    update(done, total) {
      if (!shows) {
        shows = true;
        bar.start(total, done);
      }
      bar.update(done);
    },
    end() {
      if (shows) {
        bar.stop();
      }
    },
  };
}
