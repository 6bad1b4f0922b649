/**
 * A model that translates English to German: the address of each of its files, for `pipeline` of @unroll/tasks.
 *
 * @example
 * const translator = await pipeline("translation", { model: translationEnDe });
 * console.log(await translator.run("How are you?"));
 */
export declare const translationEnDe: Readonly<
  Record<"config.json" | "tokenizer.json" | "model.safetensors", string>
>;
