/** Lines of cells, as a file holds them. */
export interface Table {
  /** The file, for messages. */
  readonly where: string;
  /** The columns' names, where the format has them or the first line does. */
  readonly header: readonly string[] | undefined;
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** From 1. */
  readonly line: number;
  /** Undefined where the line has no such cell. */
  readonly cells: readonly (string | undefined)[];
}
