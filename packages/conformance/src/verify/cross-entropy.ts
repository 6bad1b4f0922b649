import { dispose, type Tensor, tensor1d, valueAndGrad } from "@tensorflow/tfjs-core";
import { crossEntropy } from "@unroll/core";
import type { Comparison } from "./errors.ts";
import { type CrossEntropyFile, requireData, type TensorJson } from "./schema.ts";
import { requireShape, toTensor } from "./weights.ts";

/**
 * Computes the losses of a file and their gradients: the plain one, and the one with ignored rows
 * and label smoothing.
 * @throws {DataError} when the file contradicts itself
 */
export async function compareCrossEntropy(
  where: string,
  file: CrossEntropyFile,
): Promise<Comparison[]> {
  const plain = await compareOne(where, file.inputs.logits, {
    prefix: { targets: "targets", loss: "loss", grads: "grads" },
    targets: file.targets,
    labelSmoothing: 0,
    loss: file.loss,
    grads: file.grads,
  });
  const ignored = file.ignoredTargets
    ? await compareOne(where, file.inputs.logits, {
        prefix: { targets: "ignoredTargets", loss: "ignoredLoss", grads: "ignoredGrads" },
        targets: file.ignoredTargets,
        labelSmoothing: file.labelSmoothing ?? 0,
        loss: file.ignoredLoss,
        grads: file.ignoredGrads,
      })
    : [];
  const all = [...plain, ...ignored];
  requireData(where, all.length > 0, "loss, grads", "there, one at least", "nothing");
  return all;
}

interface Loss {
  prefix: { targets: string; loss: string; grads: string };
  targets: number[];
  labelSmoothing: number;
  loss: number | undefined;
  grads: { logits: TensorJson } | undefined;
}

async function compareOne(
  where: string,
  logits: TensorJson,
  { prefix, targets, labelSmoothing, loss, grads }: Loss,
): Promise<Comparison[]> {
  const [rows = 0, classes = 0] = logits.shape;
  const isMatrix = logits.shape.length === 2;
  requireData(where, isMatrix, "inputs.logits", "of shape [rows, classes]", `[${logits.shape}]`);
  const fits = targets.length === rows && targets.every((target) => target < classes);
  requireData(where, fits, prefix.targets, `${rows} numbers below ${classes}`, `[${targets}]`);
  if (grads) requireShape(where, `${prefix.grads}.logits`, grads.logits, logits.shape);

  const x = toTensor(logits);
  const indices = tensor1d(targets, "int32");
  const { value, grad } = valueAndGrad((at: Tensor) =>
    crossEntropy(at, indices, { labelSmoothing }),
  )(x);
  try {
    const comparisons: Comparison[] = [];
    if (loss !== undefined) {
      const actual = await value.data();
      comparisons.push({ name: prefix.loss, kind: "value", actual, expected: [loss] });
    }
    if (grads) {
      const actual = await grad.data();
      const { data } = grads.logits;
      comparisons.push({ name: `${prefix.grads}.logits`, kind: "value", actual, expected: data });
    }
    return comparisons;
  } finally {
    dispose([x, indices, value, grad]);
  }
}
