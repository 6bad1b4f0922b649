// Every example of a README or a hover compiles, and every ts example of a README runs. What it prints must be
// what the comments after its lines say, in their order; "..." in one stands for anything.
import { format } from "node:util";
import { expect, test, vi } from "vitest";
import { typeErrors, writeExamples } from "./examples.mjs";

const examples = writeExamples();
const errors = typeErrors(examples);

examples.forEach(({ file, line, code, path, runs }, i) => {
  test(`${file}:${line} compiles`, () => {
    expect(errors[i]).toEqual([]);
  });

  if (!runs) return;
  test(`${file}:${line} prints what it says`, async () => {
    /** @type {string[]} */
    const printed = [];
    const log = vi.spyOn(console, "log").mockImplementation((...args) => {
      printed.push(format(...args));
    });
    await import(/* @vite-ignore */ path).finally(() => log.mockRestore());
    const said = Array.from(
      code.matchAll(/console\.log\(.*\);\n?\s*\/\/ (.*)$/gm),
      ([, text = ""]) => text,
    );
    // The lines that were promised, each looked for after the one before.
    let rest = printed;
    const kept = said.filter((text) => {
      const at = rest.findIndex((one) => fits(one, text));
      rest = rest.slice(at + 1);
      return at >= 0;
    });
    expect({ printed, promised: kept }).toEqual({ printed, promised: said });
  });
});

/** @type {(text: string, pattern: string) => boolean} */
function fits(text, pattern) {
  const parts = pattern.split("...").map((part) => part.replace(/[\\^$*+?.()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
