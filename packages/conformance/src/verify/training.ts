import {
  dispose,
  type Scalar,
  type Tensor,
  tensor1d,
  tidy,
  variableGrads,
} from "@tensorflow/tfjs-core";
import {
  adam,
  adamW,
  ConfigError,
  clipGradients,
  crossEntropy,
  DataError,
  Dense,
  joinParameters,
  Optimizer,
  type OptimizerRule,
  rmsprop,
  sgd,
} from "@unroll/core";
import type { Comparison } from "./errors.ts";
import { fileKinds, gatesOf, makeNetwork, type NetworkOptions } from "./network.ts";
import { requireData, type TensorJson, type TrainingFile } from "./schema.ts";
import { assignWeights, requireShape, toTensor } from "./weights.ts";

/**
 * Trains as a file did: a recurrent layer, a linear head on its last output, cross-entropy, and
 * the same batch at every step.
 * @throws {DataError} when the file contradicts itself
 */
export async function compareTraining(where: string, file: TrainingFile): Promise<Comparison[]> {
  const rule = readRule(where, file.options);
  const { prefix, options, classes } = readArchitecture(where, file);
  const network = makeNetwork(options);
  const head = new Dense({
    inputSize: network.outputSize,
    outputSize: classes,
    bias: "head.bias" in file.weights,
    rng: null,
  });
  const parameters = joinParameters({ [prefix]: network, head });
  const optimizer = new Optimizer(rule, parameters);
  const x = toTensor(file.inputs.x);
  const targets = tensor1d(file.targets, "int32");
  try {
    assignWeights(where, parameters, file.weights);
    checkBatch(where, file, options.inputSize, classes);
    const lengths = file.options.lengths ?? undefined;
    const { clipNorm } = file.options;
    const losses: number[] = [];
    const gradNorms: number[] = [];
    for (let step = 0; step < file.losses.length; step++) {
      const { loss, globalNorm } = tidy(() => {
        const { value, grads } = gradientsOf(parameters, () => {
          const last = network.last(x, { lengths });
          return crossEntropy(head.forward(last), targets);
        });
        const clipped = clipGradients(grads, clipNorm ? { globalNorm: clipNorm } : undefined);
        optimizer.apply(clipped);
        return { loss: value, globalNorm: clipped.globalNorm };
      });
      losses.push((await loss.data())[0] ?? Number.NaN);
      gradNorms.push((await globalNorm.data())[0] ?? Number.NaN);
      dispose([loss, globalNorm]);
    }
    return [
      trajectory("losses", losses, file.losses),
      ...(file.gradNorms ? [trajectory("gradNorms", gradNorms, file.gradNorms)] : []),
      ...(await compareWeights(where, parameters, file.finalWeights ?? {})),
    ];
  } finally {
    network.dispose();
    head.dispose();
    optimizer.dispose();
    dispose([x, targets]);
  }
}

const trajectory = (
  name: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): Comparison => ({ name, kind: "trajectory", actual, expected });

type Parameters = ReturnType<typeof joinParameters>;

/** The loss and the gradient of every parameter, by the parameter's name in a state dict. */
function gradientsOf(parameters: Parameters, loss: () => Scalar) {
  const { value, grads } = variableGrads(loss, Object.values(parameters));
  const byName = Object.entries(parameters).map(([name, variable]) => [name, grads[variable.name]]);
  return { value, grads: Object.fromEntries(byName) as Record<string, Tensor> };
}

/** Reads sizes and kind off the names and shapes of the weights, such as "lstm.weight_ih_l0". */
function readArchitecture(where: string, { weights, options }: TrainingFile) {
  const names = Object.keys(weights);
  const first = names.find((name) => name.endsWith(".weight_ih_l0"));
  const prefix = first?.split(".")[0] ?? "";
  const kind = fileKinds.find((each) => each === prefix);
  requireData(
    where,
    kind !== undefined,
    "weights",
    "named lstm., gru. or rnn.weight_ih_l0, ...",
    `${names}`,
  );
  const head = weights["head.weight"];
  requireData(where, head?.shape.length === 2, "weights", "with a matrix head.weight", `${names}`);

  const has = (name: string) => `${prefix}.${name}` in weights;
  const shape = (name: string) => weights[`${prefix}.${name}`]?.shape ?? [];
  const rows = shape("weight_ih_l0")[0] ?? 0;
  const whole = rows > 0 && rows % gatesOf(kind) === 0;
  requireData(
    where,
    whole,
    `weights.${first}`,
    `with a multiple of ${gatesOf(kind)} rows`,
    `${rows}`,
  );
  const network: NetworkOptions = {
    kind,
    inputSize: shape("weight_ih_l0")[1] ?? 0,
    hiddenSize: rows / gatesOf(kind),
    numLayers: names.filter((name) => /\.weight_ih_l\d+$/.test(name)).length,
    bidirectional: has("weight_ih_l0_reverse"),
    bias: has("bias_ih_l0"),
    projSize: shape("weight_hr_l0")[0] ?? 0,
    nonlinearity: options.nonlinearity,
  };
  return { prefix, options: network, classes: (head as TensorJson).shape[0] ?? 0 };
}

function checkBatch(
  where: string,
  { inputs, targets, options, losses, gradNorms }: TrainingFile,
  inputSize: number,
  classes: number,
): void {
  const { shape } = inputs.x;
  const fits = shape.length === 3 && shape[2] === inputSize;
  requireData(where, fits, "inputs.x", `of shape [batch, time, ${inputSize}]`, `[${shape}]`);
  const [batch = 0, time = 0] = shape;
  const known = targets.length === batch && targets.every((target) => target < classes);
  requireData(where, known, "targets", `${batch} numbers below ${classes}`, `[${targets}]`);
  const { lengths } = options;
  if (lengths) {
    const inside = lengths.length === batch && lengths.every((length) => length <= time);
    requireData(
      where,
      inside,
      "options.lengths",
      `${batch} numbers from 0 to ${time}`,
      `[${lengths}]`,
    );
  }
  if (gradNorms) {
    const paired = gradNorms.length === losses.length;
    requireData(
      where,
      paired,
      "gradNorms",
      `${losses.length} numbers, one a loss`,
      `${gradNorms.length}`,
    );
  }
}

/** @throws {DataError} when an option is out of range */
function readRule(where: string, options: TrainingFile["options"]): OptimizerRule {
  try {
    return ruleOf(options);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw new DataError(`${where}: options: ${cause.message}`, { cause });
  }
}

/** torch.optim's options in core's words. What a file leaves out is PyTorch's default, as core's is. */
function ruleOf(options: TrainingFile["options"]): OptimizerRule {
  const given = <T>(value: T | null | undefined): T | undefined => value ?? undefined;
  const learningRate = options.lr;
  const weightDecay = given(options.weight_decay);
  const epsilon = given(options.eps);
  const momentum = given(options.momentum);
  const [beta1, beta2] = options.betas ?? [];
  switch (options.optimizer) {
    case "Adam":
      return adam({ learningRate, beta1, beta2, epsilon, weightDecay });
    case "AdamW":
      return adamW({ learningRate, beta1, beta2, epsilon, weightDecay });
    case "SGD":
      return sgd({ learningRate, momentum, nesterov: given(options.nesterov), weightDecay });
    case "RMSprop":
      return rmsprop({ learningRate, alpha: given(options.alpha), epsilon, momentum, weightDecay });
  }
}

async function compareWeights(
  where: string,
  parameters: Parameters,
  finalWeights: Readonly<Record<string, TensorJson>>,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [name, json] of Object.entries(finalWeights)) {
    const parameter = parameters[name];
    const known = Object.keys(parameters).join(", ");
    requireData(where, parameter !== undefined, "finalWeights", `some of ${known}`, name);
    requireShape(where, `finalWeights.${name}`, json, parameter.shape);
    comparisons.push(trajectory(`finalWeights.${name}`, await parameter.data(), json.data));
  }
  return comparisons;
}
