import { CheckpointError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";

const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Throws unless `name` is a plain file name, which can lead to no other directory or host. */
export function checkFileName(name: string, where: string): void {
  if (PLAIN_NAME.test(name)) return;
  throw new CheckpointError(
    `${where}: a file name must be up to 128 letters, digits, '.', '_' and '-', ` +
      `the first no '.' or '-', got ${describeValue(name)}. Pass a name such as "model.safetensors".`,
  );
}
