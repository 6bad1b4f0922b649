import { type Rank, reshape, type Tensor, tidy, type Variable } from "@tensorflow/tfjs-core";
import { observe } from "../diagnostics/probe.ts";
import { ShapeError } from "../errors.ts";
import { type Initializer, uniform } from "../initializers/initializer.ts";
import { claimRng } from "../module/claim-rng.ts";
import { disposeModule, type Module, type Parameters, parameter } from "../module/module.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireSize } from "../module/require-size.ts";
import { requireTensor } from "../module/require-tensor.ts";
import { affine } from "../ops/affine.ts";
import { asMatrix } from "../ops/as-matrix.ts";
import type { Rng } from "../random/rng.ts";

export interface DenseOptions {
  inputSize: number;
  outputSize: number;
  /** Default true. */
  bias?: boolean | undefined;
  /**
   * A weight to share, shape [outputSize, inputSize]: with an embedding's the layer is tied to it (Press & Wolf 2017).
   * Default: one of its own.
   */
  weight?: Variable<Rank.R2> | undefined;
  /** Draws the initial weights; null leaves zeros, for weights that will be loaded. */
  rng: Rng | null;
  /** Default: weight and bias uniform in +-1/sqrt(inputSize), as torch.nn.Linear. */
  init?: { weight?: Initializer | undefined; bias?: Initializer | undefined } | undefined;
}

/**
 * A linear layer on the last axis.  y = x Wᵀ + b  As torch.nn.Linear.
 *
 * @example
 * const head = new Dense({ inputSize: 16, outputSize: 2, rng: Rng.fromSeed(42) });
 * const logits = head.forward(ones([32, 10, 16])); // [32, 10, 2]
 */
export class Dense implements Module {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly weight: Variable<Rank.R2>; // [outputSize, inputSize]
  readonly bias: Variable<Rank.R1> | undefined; // [outputSize]
  readonly parameters: Parameters;

  constructor(options: DenseOptions) {
    const {
      inputSize,
      outputSize,
      bias = true,
      init = {},
    } = requireOptions("Dense", options, "{ inputSize: 16, outputSize: 2, rng: Rng.fromSeed(42) }");
    requireSize("Dense", "inputSize", inputSize);
    requireSize("Dense", "outputSize", outputSize);
    const rng = claimRng("Dense", options.rng);
    const standard = uniform(1 / Math.sqrt(inputSize));
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.weight =
      options.weight ??
      parameter([outputSize, inputSize], init.weight ?? standard, rng?.fold("weight") ?? null);
    requireShape(this.weight, [outputSize, inputSize]);
    this.bias = bias
      ? parameter([outputSize], init.bias ?? standard, rng?.fold("bias") ?? null)
      : undefined;
    this.parameters = { weight: this.weight, ...(this.bias && { bias: this.bias }) };
  }

  /**
   * @param x  shape [..., inputSize], float32
   * @returns  shape [..., outputSize]; the caller disposes it
   * @throws {ShapeError} when x is no tensor, disposed or not float32, or its last axis has another size
   */
  forward<R extends Rank>(x: Tensor<R>): Tensor<R> {
    requireTensor("Dense.forward", "x", x, "float32");
    requireTensor("Dense.forward", "weight", this.weight);
    if (x.shape.at(-1) !== this.inputSize) {
      throw new ShapeError(
        `Dense.forward: x must have shape [..., ${this.inputSize}], got [${x.shape}]. Check the layer below.`,
      );
    }
    observe(this, "input", x);
    return tidy(() => {
      const y: Tensor = affine(asMatrix(x, this.inputSize), this.weight, this.bias);
      const result = x.rank === 2 ? y : reshape(y, [...x.shape.slice(0, -1), this.outputSize]);
      observe(this, "output", result);
      return result as Tensor<R>; // As many axes as x.
    });
  }

  /** Frees the parameters. */
  dispose(): void {
    disposeModule(this);
  }
}

function requireShape({ shape }: Tensor, expected: readonly number[]): void {
  if (`${shape}` === `${expected}`) return;
  throw new ShapeError(
    `Dense: weight must have shape [${expected}], got [${shape}]. Pass [outputSize, inputSize], as an embedding of ` +
      "outputSize rows has.",
  );
}
