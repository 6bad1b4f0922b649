import { checkFileName } from "./file-name.ts";
import type { Storage } from "./storage.ts";
import { tooLarge } from "./too-large.ts";

/**
 * A storage in memory, empty at first: for tests, and for what need not outlive the page.
 *
 * @example
 * const model = new Model({ head: new Dense({ inputSize: 4, outputSize: 2, rng: Rng.fromSeed(42) }) });
 * const storage = memoryStorage();
 * await model.save(storage);
 * await model.load(storage);
 */
export function memoryStorage(): Storage {
  const files = new Map<string, Uint8Array>();
  const describe = (name: string) => `memory:${name}`;
  return {
    describe,
    async read(name, maxBytes = Number.POSITIVE_INFINITY) {
      checkFileName(name, "memoryStorage.read");
      const bytes = files.get(name);
      if (!bytes) return undefined;
      if (bytes.length > maxBytes) throw tooLarge(describe(name), maxBytes, `${bytes.length}`);
      return new Uint8Array(bytes);
    },
    async write(name, bytes) {
      checkFileName(name, "memoryStorage.write");
      files.set(name, new Uint8Array(bytes));
    },
    async remove(name) {
      checkFileName(name, "memoryStorage.remove");
      files.delete(name);
    },
  };
}
