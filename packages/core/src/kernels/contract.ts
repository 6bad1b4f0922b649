import type { TensorInfo } from "@tensorflow/tfjs-core";

/**
 * The kernel contract: what a backend computes, and nothing about how.
 *
 * B batch, T time steps, I input size, H hidden size, V rows of a table, D columns of a table,
 * N rows, C classes. Everything is float32 and row-major unless it says int32. Kernels never
 * write to an input. Inputs are checked once, in core's ops, before any kernel sees them.
 *
 * Sequence kernels share these rules:
 * - `lengths` [B] int32 holds every row's number of valid steps, 0..T; without it all rows have T.
 *   Step t of row b is valid when t < lengths[b]. An invalid step leaves the state as it is and
 *   writes 0 to every output that has a time axis.
 * - `reverse` walks each row from its last valid step down to step 0. Outputs stay aligned with x:
 *   y[b, t] is the state after the step that consumed x[b, t].
 * - An initial state that is left out is zeros, and so is the gradient of an output.
 * - Weights have PyTorch's shapes and gate order: rows i, f, g, o (LSTM) and r, z, n (GRU). A bias
 *   that is left out is 0; where the formula has one b, it is the sum of both.
 * - `reserve: true` (a gradient will follow) adds the outputs named in brackets; otherwise they
 *   are left out, and the kernel need not keep them.
 * - The gradient kernels run only the loop over time. They return `dGates`, the gradient at the
 *   gates' inputs (before the activation), from which core forms the gradients of x, weights and
 *   biases with one `UnrollMatMul` each, and only those that are asked for.
 */
export interface KernelContracts {
  /**
   * Elman network.  h' = act(W x + U h + b).  Elman 1990.
   * y [B,T,H], hN [B,H]; its gradient needs only y.
   */
  UnrollElman: {
    inputs: SequenceInputs;
    attrs: ElmanAttrs;
    outputs: [y: TensorInfo, hN: TensorInfo];
  };
  /** dGates [B,T,H], dh0 [B,H]. */
  UnrollElmanGrad: {
    inputs: {
      dy?: TensorInfo | undefined; // [B,T,H]
      dhN?: TensorInfo | undefined; // [B,H]
      y: TensorInfo; // [B,T,H] of the forward pass
      weightHh: TensorInfo; // [H,H]
      lengths?: TensorInfo | undefined; // [B] int32
    };
    attrs: ElmanAttrs;
    outputs: [dGates: TensorInfo, dh0: TensorInfo];
  };

  /**
   * LSTM.  c' = f*c + i*g;  h' = o*tanh(c').  Hochreiter & Schmidhuber 1997; forget gate: Gers 2000.
   * y [B,T,H], hN [B,H], cN [B,H], [gates [B,T,4H] = i, f, g, o after their activations;
   * cells [B,T,H] = every c'].
   */
  UnrollLstm: {
    inputs: SequenceInputs & { c0?: TensorInfo | undefined /* [B,H] */ };
    attrs: SequenceAttrs & { reserve: boolean };
    outputs: [y: TensorInfo, hN: TensorInfo, cN: TensorInfo, ...reserve: TensorInfo[]];
  };
  /** dGates [B,T,4H], dh0 [B,H], dc0 [B,H]. */
  UnrollLstmGrad: {
    inputs: {
      dy?: TensorInfo | undefined; // [B,T,H]
      dhN?: TensorInfo | undefined; // [B,H]
      dcN?: TensorInfo | undefined; // [B,H]
      gates: TensorInfo; // [B,T,4H]
      cells: TensorInfo; // [B,T,H]
      c0?: TensorInfo | undefined; // [B,H]
      weightHh: TensorInfo; // [4H,H]
      lengths?: TensorInfo | undefined; // [B] int32
    };
    attrs: SequenceAttrs;
    outputs: [dGates: TensorInfo, dh0: TensorInfo, dc0: TensorInfo];
  };

  /**
   * GRU.  h' = (1-z)*n + z*h.  Cho 2014.
   * resetAfter:  n = tanh(W x + b_in + r*(U h + b_hn))   (PyTorch, cuDNN; Keras' default)
   * otherwise:   n = tanh(W x + b_in + U (r*h) + b_hn)   (the paper)
   * y [B,T,H], hN [B,H], [gates [B,T,3H] = r, z, n after their activations;
   * hidden [B,T,H] = U_n h + b_hn with resetAfter, else r*h].
   */
  UnrollGru: {
    inputs: SequenceInputs;
    attrs: GruAttrs & { reserve: boolean };
    outputs: [y: TensorInfo, hN: TensorInfo, ...reserve: TensorInfo[]];
  };
  /**
   * dGates [B,T,3H] at W x + b_ih, dHidden [B,T,3H] at U h + b_hh (for n without resetAfter:
   * at U (r*h) + b_hn), dh0 [B,H].
   */
  UnrollGruGrad: {
    inputs: {
      dy?: TensorInfo | undefined; // [B,T,H]
      dhN?: TensorInfo | undefined; // [B,H]
      gates: TensorInfo; // [B,T,3H]
      hidden: TensorInfo; // [B,T,H]
      previous: TensorInfo; // [B,T,H], from UnrollPreviousStates
      weightHh: TensorInfo; // [3H,H]
      lengths?: TensorInfo | undefined; // [B] int32
    };
    attrs: GruAttrs;
    outputs: [dGates: TensorInfo, dHidden: TensorInfo, dh0: TensorInfo];
  };

  /** The state that every step started from: h0 or the y of the step before. 0 at invalid steps. */
  UnrollPreviousStates: {
    inputs: {
      y: TensorInfo /* [B,T,H] */;
      h0?: TensorInfo | undefined /* [B,H] */;
      lengths?: TensorInfo | undefined;
    };
    attrs: SequenceAttrs;
    outputs: [previous: TensorInfo /* [B,T,H] */];
  };

  /**
   * a·b + bias, either operand transposed: a [M,K] or [K,M], b [K,N] or [N,K], bias [N] -> [M,N].
   */
  UnrollMatMul: {
    inputs: { a: TensorInfo; b: TensorInfo; bias?: TensorInfo | undefined };
    attrs: { transposeA: boolean; transposeB: boolean };
    outputs: [product: TensorInfo];
  };

  /** Rows of a table.  out[n] = table[indices[n]];  [V,D], [N] int32 -> [N,D]. */
  UnrollGather: {
    inputs: { table: TensorInfo; indices: TensorInfo };
    attrs: Record<never, never>;
    outputs: [rows: TensorInfo];
  };
  /** Its gradient.  out[indices[n]] += updates[n], from zeros;  [N] int32, [N,D] -> [V,D]. */
  UnrollScatterAdd: {
    inputs: { indices: TensorInfo; updates: TensorInfo };
    attrs: { rows: number };
    outputs: [table: TensorInfo];
  };

  /**
   * Softmax cross-entropy from class indices.  logits [N,C], targets [N] int32 -> losses [N].
   * loss = -sum_c q_c log softmax(logits)_c, q = (1 - s)*onehot + s/C with s = labelSmoothing.
   * A negative target is ignored: its loss is 0. With `mean` the one output is a scalar: the sum of
   * the losses divided by the number of targets that count, or 0 where none does.
   */
  UnrollCrossEntropy: {
    inputs: { logits: TensorInfo; targets: TensorInfo };
    attrs: CrossEntropyAttrs;
    outputs: [losses: TensorInfo];
  };
  /**
   * dLogits [N,C] = dLosses * (softmax(logits) - q); 0 for ignored rows. With `mean` dLosses is a
   * scalar, and is divided by the number of targets that count.
   */
  UnrollCrossEntropyGrad: {
    inputs: { logits: TensorInfo; targets: TensorInfo; dLosses: TensorInfo /* [N] */ };
    attrs: CrossEntropyAttrs;
    outputs: [dLogits: TensorInfo];
  };

  /**
   * One vector for each row's valid steps: the last of them, their mean, or their largest in each
   * place (NaN counts as largest); zeros for a row without any.  y [B,T,D], lengths -> pooled [B,D],
   * and for "max" steps [B,D] int32: the first step with the largest, -1 without any.
   */
  UnrollPool: {
    inputs: { y: TensorInfo; lengths?: TensorInfo | undefined };
    attrs: { pooling: Pooling };
    outputs: [pooled: TensorInfo, ...steps: TensorInfo[]];
  };
  /** dy [B,T,D] from dPooled [B,D]; for "max" all of it goes to the step in `steps`. */
  UnrollPoolGrad: {
    inputs: {
      dPooled: TensorInfo;
      steps?: TensorInfo | undefined;
      lengths?: TensorInfo | undefined;
    };
    attrs: { pooling: Pooling; timeSteps: number };
    outputs: [dy: TensorInfo];
  };

  /**
   * Dropout.  out[n] = x[n] * (words[n] < rate * 2^32 ? 0 : 1 / (1 - rate)), where words are those of
   * Threefry-2x32 with this key, from block `block` on: words 2b and 2b+1 are block b's. Its gradient
   * is itself.  Srivastava 2014; Salmon 2011.
   */
  UnrollDropout: {
    inputs: { x: TensorInfo };
    attrs: { rate: number; key0: number; key1: number; block: number };
    outputs: [out: TensorInfo];
  };

  /** Sum of squares of all elements, a scalar; added to `sum`, a scalar, where that is given. */
  UnrollSquaredNorm: {
    inputs: { x: TensorInfo; sum?: TensorInfo | undefined };
    attrs: Record<never, never>;
    outputs: [sum: TensorInfo];
  };

  /** A point between a and b.  out = a + weight*(b - a), of one shape. As torch.lerp. */
  UnrollLerp: {
    inputs: { a: TensorInfo; b: TensorInfo };
    attrs: { weight: number };
    outputs: [between: TensorInfo];
  };

  /**
   * One update of Adam (Kingma & Ba 2015) or, decoupled, AdamW (Loshchilov & Hutter 2019), as
   * torch.optim does it. g = scale*grad (+ weightDecay*param unless decoupled);
   * m' = b1*m + (1-b1)*g;  v' = b2*v + (1-b2)*g^2;
   * param' = param*(1 - decoupled*lr*weightDecay) - lr/(1-b1^step) * m' / (sqrt(v'/(1-b2^step)) + eps).
   * `scale` is a scalar tensor (the clipping factor); step counts from 1.
   */
  UnrollAdam: {
    inputs: {
      param: TensorInfo;
      grad: TensorInfo;
      m: TensorInfo;
      v: TensorInfo;
      scale: TensorInfo;
    };
    attrs: {
      learningRate: number;
      beta1: number;
      beta2: number;
      epsilon: number;
      weightDecay: number;
      decoupled: boolean;
      step: number;
    };
    outputs: [param: TensorInfo, m: TensorInfo, v: TensorInfo];
  };
  /**
   * SGD with momentum as torch.optim.SGD (no dampening). g = scale*grad + weightDecay*param;
   * velocity' = momentum*velocity + g;
   * param' = param - lr*(nesterov ? g + momentum*velocity' : velocity').
   */
  UnrollSgd: {
    inputs: { param: TensorInfo; grad: TensorInfo; velocity: TensorInfo; scale: TensorInfo };
    attrs: { learningRate: number; momentum: number; nesterov: boolean; weightDecay: number };
    outputs: [param: TensorInfo, velocity: TensorInfo];
  };
  /**
   * RMSprop (Tieleman & Hinton 2012) as torch.optim.RMSprop. g = scale*grad + weightDecay*param;
   * square' = alpha*square + (1-alpha)*g^2;  velocity' = momentum*velocity + g/(sqrt(square') + eps);
   * param' = param - lr*velocity'.
   */
  UnrollRmsprop: {
    inputs: {
      param: TensorInfo;
      grad: TensorInfo;
      square: TensorInfo;
      velocity: TensorInfo;
      scale: TensorInfo;
    };
    attrs: {
      learningRate: number;
      alpha: number;
      epsilon: number;
      momentum: number;
      weightDecay: number;
    };
    outputs: [param: TensorInfo, square: TensorInfo, velocity: TensorInfo];
  };
}

/** Inputs that all sequence kernels share; G is the number of gates. */
export interface SequenceInputs {
  x: TensorInfo; // [B,T,I]
  weightIh: TensorInfo; // [G*H,I]
  weightHh: TensorInfo; // [G*H,H]
  biasIh?: TensorInfo | undefined; // [G*H]
  biasHh?: TensorInfo | undefined; // [G*H]
  h0?: TensorInfo | undefined; // [B,H]
  lengths?: TensorInfo | undefined; // [B] int32
}

export interface SequenceAttrs {
  reverse: boolean;
}

export interface ElmanAttrs extends SequenceAttrs {
  nonlinearity: "tanh" | "relu";
}

export interface GruAttrs extends SequenceAttrs {
  resetAfter: boolean;
}

export interface CrossEntropyAttrs {
  labelSmoothing: number;
  mean: boolean;
}

/** How a sequence of vectors becomes one: its last valid step, or mean or maximum of all valid ones. */
export type Pooling = "last" | "mean" | "max";

export type KernelName = keyof KernelContracts;
export type KernelInputs<N extends KernelName> = KernelContracts[N]["inputs"];
export type KernelAttrs<N extends KernelName> = KernelContracts[N]["attrs"];
export type KernelOutputs<N extends KernelName> = KernelContracts[N]["outputs"];
