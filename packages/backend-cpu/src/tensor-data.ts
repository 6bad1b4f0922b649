import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";

// All that this package knows of where tfjs' cpu backend keeps its numbers: every tensor is a
// typed array, `readSync` returns that array itself, and a new tensor takes the array it is given.

/** The numbers of a float32 tensor. They are the tensor's own: never write to them. */
export function floats(backend: MathBackendCPU, tensor: TensorInfo): Float32Array {
  return backend.readSync(tensor.dataId) as Float32Array;
}

/** The same; zeros for a tensor that was left out. */
export function floatsOrZeros(
  backend: MathBackendCPU,
  tensor: TensorInfo | undefined,
  size: number,
): Float32Array {
  return tensor === undefined ? new Float32Array(size) : floats(backend, tensor);
}

/** The numbers of an int32 tensor. They are the tensor's own: never write to them. */
export function integers(backend: MathBackendCPU, tensor: TensorInfo): Int32Array {
  return backend.readSync(tensor.dataId) as Int32Array;
}

/** A tensor of this shape, which tfjs' types forget. */
type Shaped<Shape extends number[]> = TensorInfo & { shape: Shape };

/** A float32 tensor of these values, which it keeps. */
export function makeTensor<const Shape extends number[]>(
  backend: MathBackendCPU,
  shape: Shape,
  values: Float32Array,
): Shaped<Shape> {
  return backend.makeTensorInfo(shape, "float32", values) as Shaped<Shape>;
}

/** An int32 tensor of these values, which it keeps. */
export function makeIntegerTensor<const Shape extends number[]>(
  backend: MathBackendCPU,
  shape: Shape,
  values: Int32Array,
): Shaped<Shape> {
  return backend.makeTensorInfo(shape, "int32", values) as Shaped<Shape>;
}
