import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Verification, verifyFile } from "@unroll/conformance/verify";
import { DataError, UnrollError } from "@unroll/core";
import { startBackend } from "../backends.ts";
import { exitCode } from "../exit-codes.ts";
import { printJson, printLine, printProgress } from "../output.ts";
import { userPath } from "../paths.ts";

export interface VerifyOptions {
  backend: string;
  json: boolean;
}

/** Compares every file; one that cannot be read is a failure, and the others are still compared. */
export async function verifyFiles(
  files: readonly string[],
  { backend, json }: VerifyOptions,
): Promise<number> {
  await startBackend(backend);
  let passed = 0;
  for (const file of files) {
    const name = basename(file, ".json");
    try {
      const result = await verifyFile(await readGolden(file), name);
      passed += result.pass ? 1 : 0;
      print(result, json);
    } catch (error) {
      if (!(error instanceof UnrollError)) {
        throw error;
      }
      printProgress(`unroll: ${error.message}`);
      if (json) {
        const errors = { maxAbsError: null, maxRelError: null };
        printJson({ case: name, backend, ...errors, pass: false, error: error.message });
      }
    }
  }
  if (!json) {
    printLine(`${passed} of ${files.length} passed`);
  }
  return passed === files.length ? exitCode.done : exitCode.failed;
}

function print(result: Verification, json: boolean): void {
  if (json) {
    printJson(result);
    return;
  }
  const { maxAbsError, maxRelError, pass } = result;
  const errors = `absolute ${maxAbsError.toExponential(1)}, relative ${maxRelError.toExponential(1)}`;
  printLine(`${pass ? "pass" : "FAIL"}  ${result.case} on ${result.backend}: ${errors}`);
}

async function readGolden(file: string): Promise<unknown> {
  const path = userPath(file);
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new DataError(
      `${path}: the file must be JSON, got: ${cause instanceof Error ? cause.message : cause}. Check the path.`,
      { cause },
    );
  }
}
