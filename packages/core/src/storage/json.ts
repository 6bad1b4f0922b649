import * as v from "valibot";
import { CheckpointError } from "../errors.ts";
import { damaged } from "./damaged.ts";
import { describeValue } from "./describe-value.ts";
import { requireStorage } from "./require-storage.ts";
import type { Storage } from "./storage.ts";

const MAX_BYTES = 64 * 2 ** 20;

/**
 * Reads a JSON file of up to 64 MiB and validates it.
 * @throws {CheckpointError} when it is absent, not JSON in UTF-8, or not as the schema says; it
 *   names the file and the key
 */
export async function readJson<Output>(
  storage: Storage,
  name: string,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output> {
  return parseJson(await readFile(storage, name, MAX_BYTES), storage.describe(name), schema);
}

/** Like {@link readJson}, but undefined when the file is absent. */
export async function readOptionalJson<Output>(
  storage: Storage,
  name: string,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output | undefined> {
  requireStorage("readOptionalJson", storage);
  const bytes = await storage.read(name, MAX_BYTES);
  return bytes && parseJson(bytes, storage.describe(name), schema);
}

/**
 * Writes a value as JSON, indented, with a line break at its end.
 * @throws {CheckpointError} when a number in it is not finite, for which JSON has no word
 */
export async function writeJson(storage: Storage, name: string, value: unknown): Promise<void> {
  requireStorage("writeJson", storage);
  const finite = (key: string, item: unknown) => {
    if (typeof item !== "number" || Number.isFinite(item)) return item;
    throw new CheckpointError(
      `${storage.describe(name)}: key ${describeValue(key)} must be a finite number, got ${item}. ` +
        "Find where it comes from, or write it as a string.",
    );
  };
  await storage.write(name, new TextEncoder().encode(`${JSON.stringify(value, finite, 2)}\n`));
}

/** The bytes of a file that must be there. */
export async function readFile(
  storage: Storage,
  name: string,
  maxBytes?: number,
): Promise<Uint8Array> {
  const bytes = await storage.read(name, maxBytes);
  if (bytes) return bytes;
  throw new CheckpointError(
    `${storage.describe(name)}: the file must be there, got none. ` +
      "Check the address, or save the model first.",
  );
}

function parseJson<Output>(
  bytes: Uint8Array,
  where: string,
  schema: v.GenericSchema<unknown, Output>,
): Output {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const actual = cause instanceof SyntaxError ? describeValue(cause.message) : "other bytes";
    throw damaged(
      where,
      "the file",
      "JSON in UTF-8",
      bytes.length === 0 ? "an empty file" : actual,
    );
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw invalid(where, result.issues[0]);
}

function invalid(where: string, issue: v.BaseIssue<unknown>): CheckpointError {
  const path = v.getDotPath(issue);
  const what = path === null ? "the file" : `key ${describeValue(path)}`;
  return new CheckpointError(
    `${where}: ${what} must be ${problem(issue)}. ` +
      "Correct it, or use a file that this version wrote.",
  );
}

function problem({ expected, input, message }: v.BaseIssue<unknown>): string {
  if (input === undefined) return "there, got none";
  if (expected === null) return `valid, got ${describeValue(input)}: ${message}`;
  return `${expected === "never" ? "absent" : expected}, got ${describeValue(input)}`;
}
