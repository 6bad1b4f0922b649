import { expect, test } from "vitest";
import { bytes, message, nested, number, text } from "./protobuf.ts";

const hex = (fields: Parameters<typeof message>[0]) => Buffer.from(message(fields)).toString("hex");

test("the examples of the encoding's description", () => {
  expect(hex([number(1, 150)])).toBe("089601");
  expect(hex([text(2, "testing")])).toBe("120774657374696e67");
  expect(hex([nested(3, [number(1, 150)])])).toBe("1a03089601");
});

test("long values and large numbers", () => {
  expect(hex([bytes(9, new Uint8Array(300))]).slice(0, 6)).toBe("4aac02");
  expect(hex([number(1, 2 ** 40)])).toBe("08808080808020");
  expect(hex([number(20, 7)])).toBe("a00107");
});
