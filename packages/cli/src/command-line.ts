import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { benchCommand } from "./commands/bench.ts";
import { commandContext } from "./commands/context.ts";
import { evalCommand } from "./commands/eval.ts";
import { runCommand } from "./commands/run.ts";
import { tasksCommand } from "./commands/tasks.ts";
import { trainCommand } from "./commands/train.ts";
import { verifyCommand } from "./commands/verify.ts";
import { exitCode } from "./exit-codes.ts";
import { endQuietlyOnClosedPipe } from "./output.ts";
import type { TaskTable } from "./tasks/find-task.ts";
import { UsageError } from "./usage-error.ts";

const commands = [trainCommand, evalCommand, runCommand, tasksCommand, benchCommand, verifyCommand];

/**
 * Runs the command line and returns its exit code.
 * @param tasks  what it can train, judge and run; default: those of @unroll/tasks
 */
export async function runCommandLine(args: readonly string[], tasks?: TaskTable): Promise<number> {
  endQuietlyOnClosedPipe();
  let code: number = exitCode.done;
  const setCode = (value: number) => {
    code = value;
  };
  const program = new Command("unroll")
    .description("Train, evaluate and run recurrent models.")
    .version(manifest.version)
    .configureHelp({ showGlobalOptions: true });
  const context = await commandContext(args, tasks, setCode);
  for (const add of commands) program.addCommand(add(context));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError(`(see unroll ${command === program ? "" : `${command.name()} `}--help)`);
  }
  try {
    await program.parseAsync(context.args, { from: "user" });
    return code;
  } catch (error) {
    return await report(error);
  }
}

async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) {
    // Commander has written its message already; help and version end with 0.
    return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  }
  const { ConfigError, UnrollError } = await import("@unroll/core");
  // Errors of our own say all that helps; of others the stack does too.
  const usage = error instanceof UsageError || error instanceof ConfigError;
  const ours = usage || error instanceof UnrollError;
  const text = error instanceof Error ? (ours ? error.message : error.stack) : String(error);
  process.stderr.write(`unroll: ${text}\n`);
  return usage ? exitCode.usage : exitCode.failed;
}
