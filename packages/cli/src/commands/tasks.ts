import { Command } from "commander";
import { jsonOption } from "../arguments.ts";
import { printJson, printLine } from "../output.ts";
import type { CommandContext } from "./context.ts";

/** unroll tasks */
export function tasksCommand({ tasks }: CommandContext): Command {
  return new Command("tasks")
    .description("list the tasks, with an example of each")
    .addOption(jsonOption())
    .action(async ({ json }: { json: boolean }) => {
      for (const { alias, load } of Object.values(tasks)) {
        const { name, summary, command } = await load();
        const example = `unroll run ${alias ?? name} ${command.example}`;
        if (json) {
          printJson({ task: name, alias, summary, example });
        } else {
          const called = alias === undefined ? name : `${alias} (${name})`;
          printLine(`${called}\n  ${summary}\n  ${example}`);
        }
      }
    });
}
