// `pnpm build`, `pnpm types`: a turbo task over all packages.
import { ensureInstalled, turbo } from "./setup.mjs";

await ensureInstalled();
const { code } = await turbo(process.argv.slice(2));
process.exitCode = code;
