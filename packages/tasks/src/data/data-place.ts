/** Where data are: a file or a folder, on a disk, in a page, in memory. */
export type DataPlace = DataFile | DataFolder;

export interface DataFile {
  readonly kind: "file";
  /** Without its folder: "train.tsv.gz". */
  readonly name: string;
  /** Its path or address, for messages. */
  readonly where: string;
  /** Where it lies, for files that belong together; undefined for one that is alone, as in memory. */
  readonly folder?: DataFolder | undefined;
  /** @throws {DataError} when it cannot be read or is larger than 512 MiB */
  read(): Promise<Uint8Array>;
}

export interface DataFolder {
  readonly kind: "folder";
  readonly name: string;
  readonly where: string;
  /** What lies in it, in the order of the names. */
  list(): Promise<readonly DataPlace[]>;
}

/** The parts a data set is split into. */
export const splitNames = ["train", "dev", "test"] as const;
export type SplitName = (typeof splitNames)[number];

/** The largest file that is read, unpacked. */
export const MAX_DATA_BYTES = 2 ** 29;

/** A file whose content is in memory. */
export function dataFile(name: string, content: string | Uint8Array): DataFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { kind: "file", name, where: name, read: async () => bytes };
}
