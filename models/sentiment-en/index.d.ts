/**
 * An English sentiment model: the address of each of its files, for `pipeline` of @unroll/tasks.
 *
 * @example
 * const judge = await pipeline("sentiment-analysis", { model: sentimentEn });
 * console.log(await judge.run("What a great story"));
 */
export declare const sentimentEn: Readonly<
  Record<"config.json" | "tokenizer.json" | "model.safetensors", string>
>;
