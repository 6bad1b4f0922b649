const MAX_LENGTH = 80;

/** A value for an error message: short, on one line, without control characters. */
export function describeValue(value: unknown): string {
  // JSON escapes the C0 controls, but not those that also move a terminal's cursor.
  const text = (JSON.stringify(shorten(value)) ?? String(value)).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}...`;
}

/** What is not shown need not be written out either. */
function shorten(value: unknown): unknown {
  if (typeof value === "string") return value.slice(0, MAX_LENGTH + 1);
  return Array.isArray(value) ? value.slice(0, MAX_LENGTH) : value;
}
