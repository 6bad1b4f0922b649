import { ConfigError } from "../errors.ts";
import { describeValue } from "../storage/describe-value.ts";

/**
 * The options, when they are an object: JavaScript lets them be left out, and taking them apart would then
 * say neither who wants them nor which.
 *
 * @param example  options that would do, such as "{ rate: 0.5 }"
 * @throws {ConfigError} when they are none
 */
export function requireOptions<Options>(where: string, options: Options, example: string): Options {
  if (typeof options === "object" && options !== null) return options;
  throw new ConfigError(
    `${where}: options must be an object, got ${describeValue(options)}. Pass such as ${example}.`,
  );
}
