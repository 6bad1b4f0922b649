import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { packageFolder } from "../../package-folder.ts";
import { STEPS } from "../contender.ts";

const worker = new URL("src/contenders/pytorch/worker.py", packageFolder);
const interpreters = ["python3", "/usr/bin/python3"];

/** A process of Python with PyTorch that answers one request after the other. */
export class Python {
  readonly version: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    lines: AsyncIterator<string>,
    version: string,
  ) {
    this.#child = child;
    this.#lines = lines;
    this.version = version;
  }

  /**
   * Starts the first Python there is that has PyTorch.
   * @throws {Error} when there is none
   */
  static async start(): Promise<Python> {
    for (const interpreter of interpreters) {
      const python = await Python.#tryStart(interpreter);
      if (python) {
        return python;
      }
    }
    throw new Error(`pytorch: ${interpreters.join(" or ")} must have torch, got none that has.`);
  }

  static async #tryStart(interpreter: string): Promise<Python | undefined> {
    const child = spawn(interpreter, [fileURLToPath(worker), `${STEPS}`], { env: oneThread() });
    let complaint = "";
    child.stderr.on("data", (data) => {
      complaint += data;
    });
    const missing = once(child, "error").then(() => "missing" as const);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const first = await Promise.race([missing, lines.next()]);
    if (first !== "missing" && !first.done) {
      return new Python(child, lines, JSON.parse(first.value).version);
    }
    if (first !== "missing" && !complaint.includes("No module named 'torch'")) {
      throw new Error(`pytorch: ${interpreter} must start it, got: ${complaint}`);
    }
    return undefined;
  }

  /** @throws {Error} when the process fails or has ended */
  async ask<T>(request: object): Promise<T> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value } = await this.#lines.next();
    const { result, error } = JSON.parse(value ?? '{"error":"it ended"}');
    if (error !== undefined) {
      throw new Error(`pytorch: the process must answer, got: ${error}.`);
    }
    return result;
  }

  close(): void {
    this.#child.kill();
  }
}

/**
 * One thread for OpenBLAS too, which torch.set_num_threads does not reach; else its own choices. Nothing is written
 * beside the sources.
 */
function oneThread(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...rest } = process.env;
  const threads = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  return { ...rest, ...threads, PYTHONDONTWRITEBYTECODE: "1" };
}
