const MAX_LENGTH = 80;

/** A value for an error message: short, on one line, without control characters. */
export function describeValue(value: unknown): string {
  // JSON escapes the C0 controls, but not those that also move a terminal's cursor.
  const text = asJson(shorten(value)).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}...`;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Thousands of levels are more than the stack holds.
    return Array.isArray(value) ? "a deeply nested list" : "a deeply nested object";
  }
}

/** What is not shown need not be written out either. */
function shorten(value: unknown): unknown {
  if (typeof value === "string") return value.slice(0, MAX_LENGTH + 1);
  return Array.isArray(value) ? value.slice(0, MAX_LENGTH) : value;
}
