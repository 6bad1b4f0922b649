import { Command } from "commander";
import { backendOption, jsonOption } from "../arguments.ts";
import type { CommandContext } from "./context.ts";
import type { VerifyOptions } from "./verify-files.ts";

/** unroll verify FILE... */
export function verifyCommand({ setCode }: CommandContext): Command {
  return new Command("verify")
    .description("compare a backend's numbers with golden values, such as PyTorch's")
    .argument("<files...>", "JSON files of golden values")
    .addOption(backendOption())
    .addOption(jsonOption())
    .action(async (files: string[], options: VerifyOptions) => {
      const { verifyFiles } = await import("./verify-files.ts");
      setCode(await verifyFiles(files, options));
    });
}
