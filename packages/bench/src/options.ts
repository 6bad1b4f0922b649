import { parseArgs } from "node:util";
import { backendNames } from "./backends.ts";
import type { Mode } from "./cases/work.ts";
import { allPeers, type Peer } from "./contenders/peers.ts";
import { UsageError } from "./usage-error.ts";

export interface Options {
  backends: readonly string[];
  /** Undefined: all there are. */
  peers: readonly Peer[] | undefined;
  /** Patterns; undefined: the default cases. */
  cases: readonly string[] | undefined;
  /** Undefined: all. */
  modes: readonly Mode[] | undefined;
  browser: boolean;
  /** Run again under the newer Node that is installed beside. */
  nodeCurrent: boolean;
  heap: boolean;
  profile: boolean;
  json: string | undefined;
  svg: string | undefined;
}

const modeNames: readonly Mode[] = ["inference", "step", "training", "product"];

export const usage = `pnpm bench [options]

  --backends a,b   what Unroll runs on: ${backendNames.join(", ")} (default: all)
  --peers a,b      what it is compared with: ${allPeers.join(", ")} (default: all there are)
  --cases a,b      names, "*" for any part: "lstm/*", "gru/32x100x64x128", "product/*"
  --modes a,b      ${modeNames.join(", ")} (default: all)
  --browser        in Chromium
  --node current   under the newer Node that is installed beside
  --heap           also: by how much training makes the heap of wasm grow
  --profile        also: where the time of a training step goes, by kernel
  --json FILE      writes the rows
  --svg FILE       writes a chart
`;

const optionTypes = {
  backends: { type: "string" },
  peers: { type: "string" },
  cases: { type: "string" },
  modes: { type: "string" },
  browser: { type: "boolean", default: false },
  node: { type: "string" },
  heap: { type: "boolean", default: false },
  profile: { type: "boolean", default: false },
  json: { type: "string" },
  svg: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** @throws {UsageError} when an option or a name is none of those there are */
export function readOptions(args: readonly string[]): Options | "help" {
  const values = parse(args);
  if (values.help) {
    return "help";
  }
  if (values.node !== undefined) {
    requireNames("--node", [values.node], ["current"]);
  }
  if (values.heap && values.browser) {
    throw new UsageError("--heap: it must go without --browser, since it is measured in Node.");
  }
  return {
    backends: list("--backends", values.backends, backendNames) ?? backendNames,
    peers: list("--peers", values.peers, allPeers),
    cases: values.cases?.split(","),
    modes: list("--modes", values.modes, modeNames),
    browser: values.browser,
    nodeCurrent: values.node === "current",
    heap: values.heap,
    profile: values.profile,
    json: values.json,
    svg: values.svg,
  };
}

function parse(args: readonly string[]) {
  try {
    // pnpm passes "--" on.
    return parseArgs({ args: args.filter((each) => each !== "--"), options: optionTypes }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : `${error}`);
  }
}

function list<Name extends string>(
  option: string,
  value: string | undefined,
  known: readonly Name[],
): Name[] | undefined {
  const names = value?.split(",");
  return names && requireNames(option, names, known);
}

function requireNames<Name extends string>(
  option: string,
  names: readonly string[],
  known: readonly Name[],
): Name[] {
  for (const name of names) {
    if (!(known as readonly string[]).includes(name)) {
      throw new UsageError(`${option}: a name must be one of ${known.join(", ")}, got "${name}".`);
    }
  }
  return names as Name[];
}
