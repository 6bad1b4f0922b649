import { type Tensor, tensor, type Variable } from "@tensorflow/tfjs-core";
import { requireData, type TensorJson } from "./schema.ts";

/** A tensor of a file, on the backend in use. */
export function toTensor({ shape, data }: TensorJson): Tensor {
  return tensor(data, shape, "float32");
}

/**
 * Assigns a file's weights to parameters of the same names.
 *
 * @throws {DataError} when a name or a shape is not that of the parameters
 */
export function assignWeights(
  where: string,
  parameters: Readonly<Record<string, Variable>>,
  weights: Readonly<Record<string, TensorJson>>,
): void {
  const wanted = Object.keys(parameters).sort().join(", ");
  const given = Object.keys(weights).sort().join(", ");
  requireData(where, wanted === given, "weights", `named ${wanted}`, given || "none");
  for (const [name, parameter] of Object.entries(parameters)) {
    const json = weights[name] as TensorJson;
    requireShape(where, `weights.${name}`, json, parameter.shape);
    const value = toTensor(json);
    parameter.assign(value);
    value.dispose();
  }
}

/** @throws {DataError} unless a tensor of a file has this shape */
export function requireShape(
  where: string,
  what: string,
  { shape }: TensorJson,
  expected: readonly number[],
): void {
  const same = `${shape}` === `${expected}`;
  requireData(where, same, what, `of shape [${expected}]`, `[${shape}]`);
}
