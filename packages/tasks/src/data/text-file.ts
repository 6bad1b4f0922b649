import { DataError } from "@unroll/core";
import { type DataFile, MAX_DATA_BYTES } from "./data-place.ts";

/**
 * The text of a file in UTF-8, without a byte order mark, unpacked where its name ends with .gz.
 * @throws {DataError} when it cannot be read, is not UTF-8 or is larger than 512 MiB
 */
export async function readTextFile(file: DataFile): Promise<string> {
  const bytes = await file.read();
  const content = file.name.endsWith(".gz") ? await unpack(bytes, file.where) : bytes;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch (cause) {
    throw new DataError(
      `${file.where}: the file must be text in UTF-8, got other bytes. Convert it to UTF-8.`,
      { cause },
    );
  }
}

async function unpack(bytes: Uint8Array, where: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
    const reader = packed.pipeThrough(new DecompressionStream("gzip")).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > MAX_DATA_BYTES) {
        await reader.cancel();
        throw tooLarge(where);
      }
      parts.push(part.value);
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const actual = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(
      `${where}: the file must be packed with gzip, as its name says, got: ${actual}. Check that it is whole.`,
      { cause },
    );
  }
  const content = new Uint8Array(size);
  let end = 0;
  for (const part of parts) {
    content.set(part, end);
    end += part.length;
  }
  return content;
}

function tooLarge(where: string): DataError {
  return new DataError(
    `${where}: the file must unpack to at most ${MAX_DATA_BYTES} bytes, got more. Take a part of it.`,
  );
}
