import type { DownloadProgress } from "@unroll/core";

/** Several files that arrive side by side. */
export class Downloads {
  readonly #files = new Map<string, DownloadProgress>();

  note(progress: DownloadProgress): void {
    this.#files.set(progress.name, progress);
  }

  /** From 0 to 1; undefined as long as nothing came, and where the server does not say how much will. */
  get share(): number | undefined {
    const total = this.#total;
    return total ? this.#bytes / total : undefined;
  }

  /** "0.8 of 1.2 MB" */
  get inWords(): string {
    if (this.#files.size === 0) return "";
    const total = this.#total;
    return total === undefined
      ? `${megabytes(this.#bytes)} MB`
      : `${megabytes(this.#bytes)} of ${megabytes(total)} MB`;
  }

  get #bytes(): number {
    return Array.from(this.#files.values()).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Unknown where the largest file does not say; a small one without counts as what is here of it. */
  get #total(): number | undefined {
    const files = Array.from(this.#files.values()).sort((a, b) => b.bytes - a.bytes);
    if (files[0]?.total === undefined) return undefined;
    return files.reduce((sum, { bytes, total = bytes }) => sum + total, 0);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
