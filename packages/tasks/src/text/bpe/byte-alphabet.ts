/**
 * Bytes as the characters that stand for them in a tokenizer.json, so that any piece of UTF-8 is a string to
 * look at: the printable ones of Latin-1 for themselves, the others as U+0100 and on. Source: Radford et
 * al. 2019 (GPT-2), `bytes_to_unicode`.
 */
const characters: readonly string[] = (() => {
  let others = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad);
    return String.fromCharCode(printable ? byte : others++);
  });
})();

const bytes: ReadonlyMap<string, number> = new Map(characters.map((char, byte) => [char, byte]));

/** The 256 characters in their order, which is not that of the bytes. */
export const BYTE_ALPHABET: readonly string[] = [...characters].sort();

/** @param char  one of {@link BYTE_ALPHABET} */
export function byteOf(char: string): number {
  return bytes.get(char) as number;
}
