import { type Tensor, tidy } from "@tensorflow/tfjs-core";

/** The values of what `compute` returns; all tensors made on the way are freed. */
export async function read(compute: () => Tensor): Promise<Float32Array> {
  const result = tidy(compute);
  const values = (await result.data()) as Float32Array;
  result.dispose();
  return values;
}
