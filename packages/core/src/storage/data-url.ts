import { damaged } from "./damaged.ts";
import { tooLarge } from "./too-large.ts";

/** The bytes in a data: address. */
export function decodeDataUrl(url: URL, where: string, maxBytes: number): Uint8Array {
  const [, isBase64, payload = ""] = /^data:[^,]*?(;base64)?,([^#]*)/.exec(url.href) ?? [];
  const bytes = decode(payload, isBase64 !== undefined, where);
  if (bytes.length > maxBytes) throw tooLarge(where, maxBytes, `${bytes.length}`);
  return bytes;
}

function decode(payload: string, isBase64: boolean, where: string): Uint8Array {
  try {
    const text = decodeURIComponent(payload);
    return isBase64
      ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(text);
  } catch {
    throw damaged(where, "its data: address", isBase64 ? "base64" : "UTF-8", "something else");
  }
}
