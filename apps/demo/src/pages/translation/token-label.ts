/** The token that ends a sentence. */
const END = "[EOS]";

/** A token as it is shown: one that goes on with a word begins with a hyphen, as the space of the others is not seen. */
export function tokenLabel(token: string): string {
  if (token === END) return "(end)";
  const text = token.trim();
  if (text === "") return "␣";
  return /^[\p{L}\p{M}\p{N}]/u.test(token) ? `-${text}` : text;
}
