import { resolve } from "node:path";

/**
 * The path of an argument, relative to where the user stands: npm and pnpm start scripts in the
 * package's folder and leave the user's in INIT_CWD.
 */
export function userPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}
