import { DataError } from "../errors.ts";

/** @throws {DataError} when a tensor is disposed, of which tfjs would say that something is undefined */
export function requireAlive(
  where: string,
  name: string,
  tensor: { readonly isDisposed?: boolean },
): void {
  if (tensor.isDisposed) {
    throw new DataError(
      `${where}: ${name} must be a tensor in use, got a disposed one. ` +
        "Dispose it after its last use; within tidy(), keep() what outlives it.",
    );
  }
}
