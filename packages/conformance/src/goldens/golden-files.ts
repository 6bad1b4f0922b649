declare global {
  /** What vite makes of it, in the one form used here: a loader for each file of a pattern. */
  interface ImportMeta {
    glob(pattern: string, options: { import: "default" }): Record<string, () => Promise<unknown>>;
  }
}

/** A JSON file of golden values; it is a module, so that browsers load it too. */
export interface GoldenFile {
  readonly name: string;
  load(): Promise<unknown>;
}

const modules = import.meta.glob("../../golden/**/*.json", { import: "default" });

/** The files of a folder under golden/, by name. */
export function goldenFiles(folder: string): GoldenFile[] {
  const prefix = `../../golden/${folder}/`;
  return Object.entries(modules)
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, load]) => ({ name: path.slice(prefix.length).replace(/\.json$/, ""), load }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One file under golden/. */
export function goldenFile(path: string): Promise<unknown> {
  const load = modules[`../../golden/${path}`];
  if (!load) throw new RangeError(`goldenFile: no ${path} under golden/.`);
  return load();
}
