import { createInterface } from "node:readline";
import type { InputKinds } from "@unroll/tasks";
import { openData } from "@unroll/tasks/node";
import { userPath } from "../paths.ts";
import { UsageError } from "../usage-error.ts";

/** Lines that arrive together are answered together, up to this many. */
const LINES_AT_ONCE = 64;

/** How an argument, or a line of standard input, becomes an input of each kind. */
const parsers: { [Kind in keyof InputKinds]: (text: string) => Promise<InputKinds[Kind]> } = {
  texts: async (text) => text,
  async numbers(text) {
    const numbers = text
      .split(/[\s,]+/u)
      .filter((word) => word !== "")
      .map(Number);
    if (numbers.every(Number.isFinite)) return numbers;
    throw new UsageError(
      `run: an input must be numbers with commas or spaces between, got ${JSON.stringify(text)}. Write such as "1 2.5 -3".`,
    );
  },
  async files(path) {
    const place = await openData(userPath(path));
    if (place.kind === "file") return place;
    throw new UsageError(`run: an input must be a file, got the folder ${path}. Name its files.`);
  },
};

/**
 * The inputs of a command, with how they were written: its arguments or, without any, the lines of
 * standard input as they come.
 */
export async function* readInputs(
  kind: keyof InputKinds,
  args: readonly string[],
): AsyncGenerator<{ texts: string[]; inputs: unknown[] }> {
  if (args.length > 0) {
    yield await parse(kind, args);
  } else if (kind === "files") {
    throw new UsageError("run: there must be at least one file, got none. Name the files.");
  } else {
    for await (const lines of linesAtOnce(process.stdin)) yield await parse(kind, lines);
  }
}

async function parse(kind: keyof InputKinds, args: readonly string[]) {
  const parser: (text: string) => Promise<unknown> = parsers[kind];
  return { texts: [...args], inputs: await Promise.all(args.map(parser)) };
}

/** The lines of a stream; those that are there already come together. */
async function* linesAtOnce(stream: NodeJS.ReadableStream): AsyncGenerator<string[]> {
  const lines: string[] = [];
  let ended = false;
  let wake = () => {};
  const reader = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  reader.on("line", (line) => {
    lines.push(line);
    if (lines.length >= LINES_AT_ONCE) {
      reader.pause();
    }
    wake();
  });
  reader.on("close", () => {
    ended = true;
    wake();
  });
  while (true) {
    if (lines.length > 0) {
      yield lines.splice(0, LINES_AT_ONCE);
    } else if (ended) {
      return;
    } else {
      reader.resume();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      // Let the reader hand over what has come in the same chunk.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
