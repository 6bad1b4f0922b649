/**
 * 32 bits of the content of data, as text: what `Dataset.fingerprint` asks for. It tells apart what differs
 * by accident; it is no protection against intent.  Source: FNV-1a, Fowler, Noll & Vo.
 *
 * @example
 * import { fingerprint } from "@unroll/core";
 *
 * console.log(fingerprint("abc")); // 1a47e90b
 */
export function fingerprint(...parts: readonly (string | ArrayBufferView)[]): string {
  let bits = 0x811c9dc5;
  for (const part of parts) {
    const bytes =
      typeof part === "string"
        ? new TextEncoder().encode(part)
        : new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    for (const byte of bytes) bits = Math.imul(bits ^ byte, 0x01000193);
  }
  return (bits >>> 0).toString(16).padStart(8, "0");
}
