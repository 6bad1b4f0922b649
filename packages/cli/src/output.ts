/** Writes a line of results. Everything else goes to standard error. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a result as one line of JSON. */
export function printJson(value: unknown): void {
  printLine(JSON.stringify(value));
}

/** Writes a line of progress. */
export function printProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Whoever reads the output may stop reading, as `head` does: then there is nothing left to do. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") {
        process.exit();
      }
      throw error;
    });
  }
}
