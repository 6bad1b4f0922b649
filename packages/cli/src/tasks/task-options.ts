import { InvalidArgumentError, Option } from "commander";
import * as v from "valibot";

/**
 * The options of a task as the command line takes them: `topK` is `--top-k <value>`. Entries without a description
 * are none.
 */
export function taskOptions(entries: v.ObjectEntries): Option[] {
  return Object.entries(entries).flatMap(([name, entry]) => {
    const optional = entry as v.OptionalSchema<v.GenericSchema, unknown>;
    const schema = v.unwrap(optional);
    const description = v.getDescription(schema);
    if (description === undefined) return [];
    if (schema.type === "boolean") return new Option(flagOf(name), description);
    const standard = optional.default === undefined ? "" : ` (default: ${optional.default})`;
    return new Option(`${flagOf(name)} <value>`, description + standard).argParser((text) => {
      const result = v.safeParse(schema, schema.type === "number" ? Number(text) : text);
      if (result.success) return result.output;
      throw new InvalidArgumentError(`${v.summarize(result.issues)} (got "${text}")`);
    });
  });
}

/** `topK` as an option: "--top-k". */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Those of the given options that are the task's. */
export function pickOptions(entries: v.ObjectEntries, given: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(entries, name)));
}
