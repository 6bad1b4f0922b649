/** Writes protobuf messages: a message is its fields, one after the other. */

/** A field of a message, as it goes to the wire. */
export type Field = readonly number[] | Uint8Array;

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** @param value  an integer from 0 to 2^53 - 1 */
export function number(id: number, value: number): Field {
  return [...varint(id * 8 + VARINT), ...varint(value)];
}

export function bytes(id: number, value: Uint8Array): Field {
  const head = [...varint(id * 8 + LENGTH_DELIMITED), ...varint(value.length)];
  const field = new Uint8Array(head.length + value.length);
  field.set(head);
  field.set(value, head.length);
  return field;
}

export function text(id: number, value: string): Field {
  return bytes(id, new TextEncoder().encode(value));
}

/** A message as a field of another. */
export function nested(id: number, fields: readonly Field[]): Field {
  return bytes(id, message(fields));
}

export function message(fields: readonly Field[]): Uint8Array {
  const result = new Uint8Array(fields.reduce((size, field) => size + field.length, 0));
  let at = 0;
  for (const field of fields) {
    result.set(field, at);
    at += field.length;
  }
  return result;
}

/** Seven bits a byte, the lowest first; all but the last have the high bit set. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
