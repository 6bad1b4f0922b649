import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assemblyScript } from "@unroll/build/assembly-script";
import { tfjsLoaders } from "@unroll/build/tfjs-loaders";
import { build } from "tsdown";

const packageFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The command as it is shipped, bundled from the sources of all packages. */
export interface TestCommand {
  /** Runs it to its end. */
  run(args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Starts it; the caller ends it. */
  start(args: readonly string[], options?: CommandOptions): ChildProcessWithoutNullStreams;
  /** Removes the bundle. */
  dispose(): void;
}

export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
}

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Bundles the command into a folder inside node_modules, from where its dependencies are found. */
export async function buildCommand(name: string): Promise<TestCommand> {
  const outDir = join(packageFolder, "node_modules/.unroll-test", name);
  mkdirSync(outDir, { recursive: true });
  await build({
    config: false,
    logLevel: "silent",
    entry: [join(packageFolder, "src/main.ts")],
    outDir,
    format: "esm",
    platform: "node",
    target: "es2022",
    fixedExtension: false,
    hash: false,
    dts: false,
    plugins: [assemblyScript(), tfjsLoaders()],
    // tfjs keeps its engine in one place; everything else is bundled, from its sources.
    deps: {
      alwaysBundle: [/./],
      neverBundle: [/^node:/, /^@tensorflow\/tfjs-core$/],
      onlyBundle: false,
    },
    inputOptions: {
      resolve: {
        conditionNames: ["@unroll/source", "node", "import", "default"],
        mainFields: ["module", "main"],
      },
    },
  });
  const main = join(outDir, "main.js");
  const start: TestCommand["start"] = (args, { cwd = outDir, env = {} } = {}) => {
    const { INIT_CWD: _, ...inherited } = process.env;
    return spawn(process.execPath, [main, ...args], { cwd, env: { ...inherited, ...env } });
  };
  return {
    start,
    run: (args, options) => finished(start(args, options), options?.input),
    dispose: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

/** Waits for a command's end and collects what it wrote. */
export function finished(
  child: ChildProcessWithoutNullStreams,
  input = "",
): Promise<CommandResult> {
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
