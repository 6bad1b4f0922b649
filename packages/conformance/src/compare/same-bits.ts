import type { HostTensor } from "../draw/host-tensor.ts";

/** @throws {Error} when two tensors differ in any bit */
export function expectSameBits(what: string, actual: HostTensor, expected: HostTensor): void {
  const bits = ({ data }: HostTensor) => new Uint32Array(data.buffer, data.byteOffset, data.length);
  const [a, b] = [bits(actual), bits(expected)];
  const same = a.length === b.length && a.every((word, index) => word === b[index]);
  if (!same) {
    const index = a.findIndex((word, index) => word !== b[index]);
    throw new Error(
      `${what}: element ${index} must be ${expected.data[index]}, got ${actual.data[index]}.`,
    );
  }
}

/** @throws {Error} when two tensors differ in dtype, shape or any bit */
export function expectSameTensor(what: string, actual: HostTensor, expected: HostTensor): void {
  if (actual.dtype !== expected.dtype || `${actual.shape}` !== `${expected.shape}`) {
    throw new Error(
      `${what}: must be ${expected.dtype} of shape [${expected.shape}], got ${actual.dtype} of shape [${actual.shape}].`,
    );
  }
  expectSameBits(what, actual, expected);
}
