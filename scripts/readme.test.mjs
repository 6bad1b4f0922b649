// Runs every ts example of every README, in order. What it prints must be what a comment at the end
// of the line, or on the next line, says.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { expect, test, vi } from "vitest";

const root = new URL("..", import.meta.url).pathname;
// Examples see what a user of all packages has: what the cli depends on.
const home = join(root, "packages/cli/.cache");
const readmes = [
  "README.md",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`),
]
  .filter((readme) => existsSync(join(root, readme)))
  // Its example registers tests: packages/backend-cpu/src/conformance.test.ts is that example.
  .filter((readme) => readme !== "packages/conformance/README.md")
  // Some packages look closer at what their examples print.
  .filter((readme) => !existsSync(join(root, readme, "../src/readme.test.ts")));

for (const readme of readmes) {
  const text = readFileSync(join(root, readme), "utf8");
  const examples = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  examples.forEach((code, i) => {
    test(`${readme}, example ${i + 1}`, async () => {
      const file = join(home, `${readme.replaceAll("/", "-")}-${i + 1}.ts`);
      mkdirSync(home, { recursive: true });
      writeFileSync(file, code);
      /** @type {string[]} */
      const printed = [];
      const log = vi.spyOn(console, "log").mockImplementation((...args) => {
        printed.push(format(...args));
      });
      await import(/* @vite-ignore */ file).finally(() => log.mockRestore());
      const promised = [...code.matchAll(/console\.log\(.*\);\n?\s*\/\/ (.*)$/gm)].map(
        ([, line = ""]) => line,
      );
      expect(printed).toEqual(expect.arrayContaining(promised));
    });
  });
}
