/** A place that keeps files by name: a directory, a web server, memory. */
export interface Storage {
  /**
   * The bytes of a file, or undefined when there is none of that name.
   * @param maxBytes  a limit for this file, below the storage's own
   * @throws {CheckpointError} when the file cannot be read or is larger than the limit
   */
  read(name: string, maxBytes?: number): Promise<Uint8Array | undefined>;
  /**
   * Writes a file atomically: a reader, or a crash, sees the old bytes or the new ones, never a mix.
   * @throws {CheckpointError} when the file cannot be written
   */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file; nothing happens when there is none. */
  remove(name: string): Promise<void>;
  /** Where the file stands, for error messages: its path or URL. */
  describe(name: string): string;
}
