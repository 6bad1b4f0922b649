import { CheckpointError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import type { StoredTensor } from "./safetensors.ts";

/** Of each kind of difference that many names stand in an error. */
const NAMES_SHOWN = 3;

/** How the tensors of a file and the parameters of a model go together, by name. */
export interface StateDictMatch {
  /** What both have. */
  readonly loaded: readonly string[];
  /** What the model has and the file has not: it stays as it was. */
  readonly missing: readonly string[];
  /** What the file has and the model has not: it is left. */
  readonly unexpected: readonly string[];
}

/**
 * Checks that a file's tensors are those a model needs, by name and shape.
 *
 * @param expected  the shape of each parameter
 * @param where     the file's path or URL
 * @param strict    whether missing and unexpected tensors are errors; another shape always is, and so is a file
 *                  that has nothing of the model. Default true.
 * @throws {CheckpointError} with the first few missing, unexpected and wrongly shaped tensors
 */
export function matchStateDict(
  expected: Readonly<Record<string, readonly number[]>>,
  actual: ReadonlyMap<string, Pick<StoredTensor, "shape">>,
  where: string,
  strict = true,
): StateDictMatch {
  const names = Object.keys(expected);
  const loaded = names.filter((name) => actual.has(name));
  const missing = names.filter((name) => !actual.has(name));
  const unexpected = [...actual.keys()].filter((name) => !Object.hasOwn(expected, name));
  const misshapen = loaded.filter((name) => `${expected[name]}` !== `${actual.get(name)?.shape}`);

  const fits = strict ? missing.length + unexpected.length === 0 : loaded.length > 0;
  if (fits && misshapen.length === 0) return { loaded, missing, unexpected };
  const shapes = (name: string) =>
    `${describeValue(name)} ${describeValue(actual.get(name)?.shape)} in place of ${describeValue(expected[name])}`;
  const differences = [
    summary("missing", missing.map(describeValue)),
    summary("unexpected", unexpected.map(describeValue)),
    summary("of another shape", misshapen.map(shapes)),
  ].filter((part) => part !== "");
  throw new CheckpointError(
    `${where}: the tensors must be the model's ${names.length} parameters, got ${differences.join("; ")}. ` +
      "Load the file into the model it was saved from, or see the options prefix, rename and strict.",
  );
}

function summary(kind: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const more = items.length > NAMES_SHOWN ? ", ..." : "";
  return `${items.length} ${kind} (${items.slice(0, NAMES_SHOWN).join(", ")}${more})`;
}
