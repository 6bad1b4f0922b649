import type { FileSystem } from "./local-file.ts";

/** What is used of Node's `process`, without Node's types, which what runs in a page must not see. */
interface NodeProcess {
  cwd(): string;
  /** Gives a module without an import of it, which bundlers for pages would stumble over. */
  getBuiltinModule(name: "node:fs/promises"): FileSystem;
  getBuiltinModule(name: "node:url"): { pathToFileURL(path: string): URL };
}

/** Node's `process`; undefined in a page or a worker, whatever stands in for it there. */
export function nodeProcess(): NodeProcess | undefined {
  const { process } = globalThis as { process?: Partial<NodeProcess> };
  return process?.getBuiltinModule === undefined ? undefined : (process as NodeProcess);
}
