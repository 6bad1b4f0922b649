import { InvalidArgumentError, Option } from "commander";
import * as v from "valibot";

/** The options of a task as the command line takes them: `topK` is `--top-k <value>`. */
export function taskOptions(entries: v.ObjectEntries): Option[] {
  return Object.entries(entries).map(([name, entry]) => {
    const schema = v.unwrap(entry as v.OptionalSchema<v.GenericSchema, undefined>);
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const description = v.getDescription(schema) ?? "";
    if (schema.type === "boolean") return new Option(flag, description);
    return new Option(`${flag} <value>`, description).argParser((text) => {
      const result = v.safeParse(schema, schema.type === "number" ? Number(text) : text);
      if (result.success) return result.output;
      throw new InvalidArgumentError(`${v.summarize(result.issues)} (got "${text}")`);
    });
  });
}

/** Those of the given options that are the task's. */
export function pickOptions(entries: v.ObjectEntries, given: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(entries, name)));
}
