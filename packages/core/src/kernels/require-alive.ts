import { DataError } from "../errors.ts";

/** A tensor, or data alone, which knows nothing of its tensor's end. */
export type Alive = { readonly isDisposed?: boolean };

/** @throws {DataError} when a tensor is disposed, of which tfjs would say that something is undefined */
export function requireAlive(where: string, name: string, tensor: Alive | undefined): void {
  if (tensor?.isDisposed) {
    throw new DataError(
      `${where}: ${name} must be a tensor in use, got a disposed one. ` +
        "Dispose it after its last use; within tidy(), keep() what outlives it.",
    );
  }
}
