/**
 * The model's files and where each lies. Bundlers find them by `new URL("./...", import.meta.url)`, which must
 * stand here as it does.
 *
 * @type {Readonly<Record<"config.json" | "tokenizer.json" | "model.safetensors", string>>}
 */
export const translationEnDe = {
  "config.json": new URL("./config.json", import.meta.url).href,
  "tokenizer.json": new URL("./tokenizer.json", import.meta.url).href,
  "model.safetensors": new URL("./model.safetensors", import.meta.url).href,
};
