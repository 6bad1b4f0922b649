import fc from "fast-check";

const isHalfAPair = (code: number) => code >= 0xd800 && code <= 0xdfff;

/**
 * Texts of code points of all kinds, near ones often. Not fast-check's `string({ unit: "binary" })`, which takes a
 * second to set up.
 */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc
      .oneof(fc.nat(0x7f), fc.nat(0x3ff), fc.nat(0x2fff), fc.nat(0x10ffff))
      .filter((code) => !isHalfAPair(code)),
    { maxLength: 40 },
  )
  .map((codes) => String.fromCodePoint(...codes));
