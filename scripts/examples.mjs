// The examples of all READMEs and of all doc comments (@example), and what TypeScript says of them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
// Examples see what a user of all packages has: what the cli depends on.
const home = join(root, "packages/cli/.cache/examples");

// What an example need not import where it is shown beside the name it explains, in this order.
const MODULES = [
  "@unroll/core",
  "@unroll/core/node",
  "@unroll/backend-wasm",
  "@unroll/backend-cpu",
  "@unroll/tasks",
  "@unroll/tasks/node",
  "@unroll/model-sentiment-en",
  "@unroll/model-translation-en-de",
  "@tensorflow/tfjs-core",
];

/**
 * @typedef {object} Example
 * @property {string} file  where it is shown
 * @property {number} line  its first line there
 * @property {string} code
 * @property {string} path  the file of its own that it was written to
 * @property {boolean} runs  whether it is a program, with all its imports
 */

/** @returns {Example[]} */
export function writeExamples() {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const readmes = find(".md", ["README.md", "packages/*/README.md", "models/*/README.md"])
    // Its examples register tests; packages/backend-cpu/src/conformance.test.ts is one.
    .filter((file) => file !== "packages/conformance/README.md")
    .flatMap((file) =>
      matches(file, /^```(ts|js)\n(.*?)^```$/gms).map(({ line, groups: [kind, code] }) => ({
        ...{ file, line, code, kind, runs: kind === "ts" },
      })),
    );
  const hovers = find(".ts", ["packages/*/src/**/*.ts", "models/*/*.d.ts"]).flatMap((file) =>
    matches(file, /^ *\* @example\n()(.*?)(?=^ *\*\/$|^ *\* *@)/gms).map(
      ({ line, groups: [, text] }) => ({
        ...{
          file,
          line,
          code: text.replace(/^ *\* ?/gm, "").replaceAll("*\\/", "*/"),
          kind: "ts",
          runs: false,
        },
      }),
    ),
  );
  return [...readmes, ...hovers].map(({ kind, ...example }) => {
    const path = join(home, `${example.file.replace(/\W/g, "-")}-${example.line}.${kind}`);
    // Without an import it would be a script, which knows no await.
    writeFileSync(path, `${example.code}\nexport {};\n`);
    return { ...example, path };
  });
}

/**
 * What is wrong with each example, as "<file>:<line>: <what>", in the order of the examples.
 * @param {readonly Example[]} examples
 * @returns {string[][]}
 */
export function typeErrors(examples) {
  const names = join(home, "names.ts");
  writeFileSync(names, MODULES.map((name, i) => `import * as m${i} from "${name}";\n`).join(""));
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  options.checkJs = true;
  const files = [names, ...examples.map(({ path }) => path)];
  const first = ts.createProgram(files, options);
  for (const { path, code } of examples.filter(({ runs }) => !runs)) {
    const missing = new Set(diagnose(first, path).flatMap(({ missing }) => missing ?? []));
    writeFileSync(path, `${importsOf(first, names, missing)}${code}\nexport {};\n`);
  }
  const program = ts.createProgram(files, options, undefined, first);
  return examples.map(({ file, line, path }) =>
    diagnose(program, path).map((error) => `${file}:${line + error.line}: ${error.text}`),
  );
}

/**
 * Imports of what is missing, on one line: those of errors stay right.
 * @param {ts.Program} program
 * @param {string} names  the file that imports every module
 * @param {Set<string>} missing
 */
function importsOf(program, names, missing) {
  const checker = program.getTypeChecker();
  const imports = program.getSourceFile(names)?.statements.filter(ts.isImportDeclaration) ?? [];
  return imports
    .map(({ moduleSpecifier }) => {
      const module = checker.getSymbolAtLocation(moduleSpecifier);
      const found = (module ? checker.getExportsOfModule(module) : [])
        .filter(({ name }) => missing.delete(name))
        .map((symbol) => {
          const isAlias = symbol.flags & ts.SymbolFlags.Alias;
          const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
          return flags & ts.SymbolFlags.Value ? symbol.name : `type ${symbol.name}`;
        });
      return found.length > 0
        ? `import { ${found.join(", ")} } from ${moduleSpecifier.getText()}; `
        : "";
    })
    .join("");
}

/**
 * @param {ts.Program} program
 * @param {string} path
 */
function diagnose(program, path) {
  const source = program.getSourceFile(path);
  if (!source) throw new Error(`${path} is not in the program`);
  return [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ].map(({ start = 0, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    const [, missing] =
      /(?:Cannot find name(?:space)?|No value exists in scope .*) '(\w+)'/.exec(text) ?? [];
    return { line: source.getLineAndCharacterOfPosition(start).line, text, missing };
  });
}

/**
 * @param {string} extension
 * @param {string[]} patterns
 */
function find(extension, patterns) {
  return ts.sys
    .readDirectory(root, [extension], ["**/node_modules", "**/*.test.ts"], patterns)
    .map((path) => path.slice(root.length))
    .sort();
}

/**
 * @param {string} file
 * @param {RegExp} pattern  of two groups
 */
function matches(file, pattern) {
  const text = readFileSync(join(root, file), "utf8");
  return Array.from(text.matchAll(pattern), ({ index, 1: first = "", 2: second = "" }) => ({
    line: text.slice(0, index).split("\n").length + 1,
    groups: /** @type {const} */ ([first, second]),
  }));
}
