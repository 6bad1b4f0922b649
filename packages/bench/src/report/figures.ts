/** A number with three digits that count, such as 342, 13.5 or 0.0213. */
export function threeDigits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) {
    return `${value}`;
  }
  const digits = 2 - Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(9, Math.max(0, digits)));
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** Bytes as MiB. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
