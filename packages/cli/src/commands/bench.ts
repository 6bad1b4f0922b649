import { Command, InvalidArgumentError, Option } from "commander";
import { jsonOption } from "../arguments.ts";
import { backendNames } from "../backends.ts";
import type { BenchOptions } from "./compare-cases.ts";

const defaultCases = ["lstm/32x100x64x128", "lstm/1x100x64x128"];

/** unroll bench */
export function benchCommand(): Command {
  return new Command("bench")
    .description("compare how fast the backends are here")
    .option(
      "--backends <names>",
      `what to compare (default: all that run here, of ${backendNames.join(",")})`,
      readBackends,
    )
    .addOption(
      new Option("--cases <names>", "cell/batch x time x input x hidden, such as gru/8x50x32x64")
        .argParser(readCases)
        .default(defaultCases, defaultCases.join(",")),
    )
    .addOption(jsonOption())
    .action(async (options: BenchOptions) => {
      const { compareCases } = await import("./compare-cases.ts");
      await compareCases(options);
    });
}

function readBackends(value: string): string[] {
  return list(value, (name) => backendNames.includes(name), `one of ${backendNames.join(", ")}`);
}

function readCases(value: string): string[] {
  const named = (name: string) => /^(lstm|gru|elman)\/[1-9]\d*(x[1-9]\d*){3}$/.test(name);
  return list(value, named, `a case such as ${defaultCases[0]}`);
}

function list(value: string, accepts: (name: string) => boolean, what: string): string[] {
  const names = value.split(",");
  for (const name of names) {
    if (!accepts(name)) {
      throw new InvalidArgumentError(`Each must be ${what}, got "${name}".`);
    }
  }
  return names;
}
