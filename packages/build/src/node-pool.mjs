import { ForksPoolWorker } from "vitest/node";

/** A pool of vitest's whose workers are processes of another Node.
 *  @param {string} executable
 *  @returns {import("vitest/node").PoolRunnerInitializer} */
export function nodePool(executable) {
  return {
    name: "another-node",
    createPoolWorker: (options) => new NodeWorker(options, executable),
  };
}

class NodeWorker extends ForksPoolWorker {
  /** @param {import("vitest/node").PoolOptions} options
   *  @param {string} executable */
  constructor(options, executable) {
    super(options);
    this.executable = executable;
  }

  /** @override */
  start() {
    // What child_process.fork starts, which vitest has no option for; it does so before it returns.
    const own = process.execPath;
    process.execPath = this.executable;
    const started = super.start();
    process.execPath = own;
    return started;
  }
}
