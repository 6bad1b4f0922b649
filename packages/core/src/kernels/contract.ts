import type { Rank, ShapeMap, TensorInfo } from "@tensorflow/tfjs-core";

/** The data of a tensor of rank R, with or without a `Tensor<R>` around it. */
export interface Info<R extends Rank = Rank> extends TensorInfo {
  shape: ShapeMap[R];
}
type Info0D = Info<Rank.R0>;
type Info1D = Info<Rank.R1>;
type Info2D = Info<Rank.R2>;
type Info3D = Info<Rank.R3>;

/**
 * The kernel contract: what a backend computes, and nothing about how. A package adds kernels of its
 * own by merging with this interface:
 *
 *     declare module "@unroll/core" {
 *       interface KernelContracts { MyKernel: { inputs: ...; attrs: ...; outputs: [...] } }
 *     }
 *
 * B batch, T time steps, I input size, H hidden size, V rows of a table, D columns of a table,
 * N rows, C classes, Q queries, S source positions, K hypotheses. Everything is float32 and row-major unless it
 * says int32.
 *
 * Memory: kernels never write to an input, and every output is data of its own. None shares it with an
 * input or with another output, a final state without a step to take not with the initial one, a parameter
 * after its update not with the one before.
 *
 * Checks: core's ops have checked shapes, dtypes and what the caller gave as numbers, such as lengths. What
 * takes the values of a tensor, an index that names no row, is for the kernel to find, and nobody waits
 * for it: where the values are at hand it throws a DataError at once; a GPU may report it later or not at
 * all. Then a row that is not there reads as NaN, which the loss shows, and is not written.
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
 * - `reserve: true` (a gradient will follow) adds the outputs under `reserve`; otherwise they
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
    attrs: ElmanAttrs & RunAttrs;
    outputs: [y: Info3D, hN: Info2D];
    reserve: [];
  };
  /** dGates [B,T,H], dh0 [B,H]. */
  UnrollElmanGrad: {
    inputs: {
      dy?: Info3D | undefined; // [B,T,H]
      dhN?: Info2D | undefined; // [B,H]
      y: Info3D; // [B,T,H] of the forward pass
      weightHh: Info2D; // [H,H]
      lengths?: Info1D | undefined; // [B] int32
    };
    attrs: ElmanAttrs;
    outputs: [dGates: Info3D, dh0: Info2D];
  };

  /**
   * LSTM.  c' = f*c + i*g;  h' = o*tanh(c').  Hochreiter & Schmidhuber 1997; forget gate: Gers 2000.
   * y [B,T,H], hN [B,H], cN [B,H], [gates [B,T,4H] = i, f, g, o after their activations;
   * cells [B,T,H] = every c'].
   */
  UnrollLstm: {
    inputs: SequenceInputs & { c0?: Info2D | undefined /* [B,H] */ };
    attrs: RunAttrs;
    outputs: [y: Info3D, hN: Info2D, cN: Info2D];
    reserve: [gates: Info3D, cells: Info3D];
  };
  /** dGates [B,T,4H], dh0 [B,H], dc0 [B,H]. */
  UnrollLstmGrad: {
    inputs: {
      dy?: Info3D | undefined; // [B,T,H]
      dhN?: Info2D | undefined; // [B,H]
      dcN?: Info2D | undefined; // [B,H]
      gates: Info3D; // [B,T,4H]
      cells: Info3D; // [B,T,H]
      c0?: Info2D | undefined; // [B,H]
      weightHh: Info2D; // [4H,H]
      lengths?: Info1D | undefined; // [B] int32
    };
    attrs: SequenceAttrs;
    outputs: [dGates: Info3D, dh0: Info2D, dc0: Info2D];
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
    attrs: GruAttrs & RunAttrs;
    outputs: [y: Info3D, hN: Info2D];
    reserve: [gates: Info3D, hidden: Info3D];
  };
  /**
   * dGates [B,T,3H] at W x + b_ih, dHidden [B,T,3H] at U h + b_hh (for n without resetAfter:
   * at U (r*h) + b_hn), dh0 [B,H].
   */
  UnrollGruGrad: {
    inputs: {
      dy?: Info3D | undefined; // [B,T,H]
      dhN?: Info2D | undefined; // [B,H]
      gates: Info3D; // [B,T,3H]
      hidden: Info3D; // [B,T,H]
      previous: Info3D; // [B,T,H], from UnrollPreviousStates
      weightHh: Info2D; // [3H,H]
      lengths?: Info1D | undefined; // [B] int32
    };
    attrs: GruAttrs;
    outputs: [dGates: Info3D, dHidden: Info3D, dh0: Info2D];
  };

  /**
   * Simpler simple recurrent unit.  c' = f*c + (1-f)*g;  h' = relu(c'), where f = sigmoid(W_f x + b_f) and
   * g = W x + b. Kim 2019. The weights' rows are those of f, then those of g; h0 is the final h of a row without steps,
   * and nothing else.
   * y [B,T,H], hN [B,H], cN [B,H], [gates [B,T,2H] = f after the sigmoid, g; cells [B,T,H] = every c'].
   */
  UnrollSsru: {
    inputs: Omit<SequenceInputs, "weightHh" | "biasHh"> & { c0?: Info2D | undefined /* [B,H] */ };
    attrs: RunAttrs;
    outputs: [y: Info3D, hN: Info2D, cN: Info2D];
    reserve: [gates: Info3D, cells: Info3D];
  };
  /** dGates [B,T,2H] at W x + b, dh0 [B,H], dc0 [B,H]. */
  UnrollSsruGrad: {
    inputs: {
      dy?: Info3D | undefined; // [B,T,H]
      dhN?: Info2D | undefined; // [B,H]
      dcN?: Info2D | undefined; // [B,H]
      gates: Info3D; // [B,T,2H]
      cells: Info3D; // [B,T,H]
      c0?: Info2D | undefined; // [B,H]
      lengths?: Info1D | undefined; // [B] int32
    };
    attrs: SequenceAttrs;
    outputs: [dGates: Info3D, dh0: Info2D, dc0: Info2D];
  };

  /** The state that every step started from: h0 or the y of the step before. 0 at invalid steps. */
  UnrollPreviousStates: {
    inputs: {
      y: Info3D /* [B,T,H] */;
      h0?: Info2D | undefined /* [B,H] */;
      lengths?: Info1D | undefined;
    };
    attrs: SequenceAttrs;
    outputs: [previous: Info3D /* [B,T,H] */];
  };

  /**
   * a·b + bias, either operand transposed: a [M,K] or [K,M], b [K,N] or [N,K], bias [N] -> [M,N].
   */
  UnrollMatMul: {
    inputs: { a: Info2D; b: Info2D; bias?: Info1D | undefined };
    attrs: { transposeA: boolean; transposeB: boolean };
    outputs: [product: Info2D];
  };

  /**
   * Rows of a table.  out[n] = table[indices[n]];  [V,D], [N] int32 -> [N,D].
   * An index that is not in 0..V-1: see Checks.
   */
  UnrollGather: {
    inputs: { table: Info2D; indices: Info1D };
    attrs: Record<never, never>;
    outputs: [rows: Info2D];
  };
  /**
   * Its gradient.  out[indices[n]] += updates[n], from zeros;  [N] int32, [N,D] -> [V,D].
   * An index that is not in 0..V-1: see Checks.
   */
  UnrollScatterAdd: {
    inputs: { indices: Info1D; updates: Info2D };
    attrs: { rows: number };
    outputs: [table: Info2D];
  };

  /**
   * A product for each row of a batch, either operand transposed:
   * a [B,M,K] or [B,K,M], b [B,K,N] or [B,N,K] -> [B,M,N]. Its gradients are such products.
   */
  UnrollBatchMatMul: {
    inputs: { a: Info3D; b: Info3D };
    attrs: { transposeA: boolean; transposeB: boolean };
    outputs: [product: Info3D];
  };

  /**
   * Softmax over the source positions that count: the first lengths[b] of row b, all without
   * `lengths`.  weights[b, q, s] = exp(scores[b, q, s]) / sum_r exp(scores[b, q, r]);
   * scores [B,Q,S], lengths [B] int32 -> weights [B,Q,S]. Exactly 0 at a position that does not count,
   * whose score is not read, and for a score of -Infinity; zeros alone where no score is above that.
   * The largest score is taken out first, so none is too large. Bahdanau 2015.
   */
  UnrollMaskedSoftmax: {
    inputs: { scores: Info3D; lengths?: Info1D | undefined };
    attrs: Record<never, never>;
    outputs: [weights: Info3D];
  };
  /**
   * dScores [B,Q,S] = weights * (dWeights - sum_r weights[r]*dWeights[r]), the sum over the positions
   * that count; 0 at the others, where nothing is read.
   */
  UnrollMaskedSoftmaxGrad: {
    inputs: { weights: Info3D; dWeights: Info3D; lengths?: Info1D | undefined };
    attrs: Record<never, never>;
    outputs: [dScores: Info3D];
  };

  /** Steps of each row.  picked[b, n] = y[b, steps[b, n]];  [B,T,D], [B,N] int32 -> [B,N,D]. */
  UnrollGatherTime: {
    inputs: { y: Info3D; steps: Info2D };
    attrs: Record<never, never>;
    outputs: [picked: Info3D];
  };
  /** dy[b, steps[b, n]] += dPicked[b, n], from zeros;  [B,N,D], [B,N] int32 -> [B,T,D]. */
  UnrollGatherTimeGrad: {
    inputs: { dPicked: Info3D; steps: Info2D };
    attrs: { timeSteps: number };
    outputs: [dy: Info3D];
  };

  /**
   * The best continuations of K hypotheses of each of B inputs. Hypothesis k with token v comes to
   * scores[b, k] + log softmax(logits[b*K + k])_v, at place k*V + v: the `count` largest, in order, of equal
   * ones the first;  logits [B*K,V], scores [B,K] -> best [B,count], places [B,count] int32.
   * - A hypothesis with a score of -Infinity is dead: its logits are not read. What comes to -Infinity is no
   *   continuation, and where there are too few of them, the rest of `best` is -Infinity, of `places` -1.
   * - `banned` [M] int32, ascending, holds places in the logits, (b*K + k)*V + v, that are left out; what
   *   they would have come to is not given to others.
   * - NaN counts as largest.
   */
  UnrollTopTokens: {
    inputs: { logits: Info2D; scores: Info2D; banned?: Info1D | undefined };
    attrs: { count: number };
    outputs: [best: Info2D, places: Info2D];
  };

  /**
   * A token drawn for each row.  p = softmax(logits / temperature), of which those tokens are kept that are
   * among the `topK` likeliest (all for 0), and before which likelier ones add up to less than `topP`; of equally
   * likely ones the first is likelier. In the order of tokens, the first one is drawn at which the kept p add
   * up to more than uniforms[n] of their sum.  Holtzman 2020.
   * logits [N,V], uniforms [N] from 0 to below 1 -> tokens [N] int32, logProbabilities [N] = log softmax(logits).
   * - `banned` [M] int32, ascending, holds places in the logits, n*V + v, that are no part of p.
   * - A row without a token to draw gives -1, with -Infinity; a row with NaN, or of -Infinity alone, -1 with NaN.
   */
  UnrollSampleTokens: {
    inputs: { logits: Info2D; uniforms: Info1D; banned?: Info1D | undefined };
    attrs: { temperature: number; topK: number; topP: number };
    outputs: [tokens: Info1D, logProbabilities: Info1D];
  };

  /**
   * Tensors side by side on their last axis, one or more, each named by its place: 0, 1, ...;
   * [...,D0], [...,D1], ... -> [...,D0+D1+...]. Its gradient is UnrollSplit.
   */
  UnrollConcat: {
    inputs: Readonly<Record<string, Info>>;
    attrs: Record<never, never>;
    outputs: [whole: Info];
  };
  /**
   * The parts of a tensor on its last axis, one or more, of these sizes, which add up to it:
   * [...,D0+D1+...] -> [...,D0], [...,D1], ... Its gradient is UnrollConcat.
   */
  UnrollSplit: {
    inputs: { whole: Info };
    attrs: { sizes: readonly number[] };
    outputs: Info[];
  };

  /**
   * Softmax cross-entropy from class indices.  logits [N,C], targets [N] int32 -> losses [N].
   * loss = -sum_c q_c log softmax(logits)_c, q = (1 - s)*onehot + s/C with s = labelSmoothing.
   * A negative target is ignored: its loss is 0; one of C or more: see Checks. With `mean` the one output is a scalar: the sum of
   * the losses divided by the number of targets that count, or 0 where none does.
   */
  UnrollCrossEntropy: {
    inputs: { logits: Info2D; targets: Info1D };
    attrs: CrossEntropyAttrs;
    outputs: [losses: Info];
  };
  /**
   * dLogits [N,C] = dLosses * (softmax(logits) - q); 0 for ignored rows. With `mean` dLosses is a
   * scalar, and is divided by the number of targets that count.
   */
  UnrollCrossEntropyGrad: {
    inputs: { logits: Info2D; targets: Info1D; dLosses: Info /* [N] or a scalar */ };
    attrs: CrossEntropyAttrs;
    outputs: [dLogits: Info2D];
  };

  /**
   * Softmax cross-entropy of a linear layer, whose logits are never held all at once: UnrollCrossEntropy
   * with `mean` of x·weightᵀ + bias.  x [N,D], weight [V,D], bias [V], targets [N] int32 -> loss, a scalar,
   * and what its gradients are, to be multiplied with that of the loss: dX [N,D], dWeight [V,D],
   * dBias [V], this one also without a bias. A row whose target is ignored is not read, and its dX is 0; a
   * target of V or more: see Checks.
   */
  UnrollLinearCrossEntropy: {
    inputs: { x: Info2D; weight: Info2D; bias?: Info1D | undefined; targets: Info1D };
    attrs: { labelSmoothing: number; reserve: boolean };
    outputs: [loss: Info0D];
    reserve: [dX: Info2D, dWeight: Info2D, dBias: Info1D];
  };

  /**
   * One vector for each row's valid steps: the last of them, their mean, or their largest in each
   * place (NaN counts as largest); zeros for a row without any.  y [B,T,D], lengths -> pooled [B,D],
   * and for "max" steps [B,D] int32: the first step with the largest, -1 without any.
   */
  UnrollPool: {
    inputs: { y: Info3D; lengths?: Info1D | undefined };
    attrs: { pooling: Pooling };
    outputs: [pooled: Info2D];
    reserve: [steps: Info2D]; // for "max"
  };
  /** dy [B,T,D] from dPooled [B,D]; for "max" all of it goes to the step in `steps`. */
  UnrollPoolGrad: {
    inputs: {
      dPooled: Info2D;
      steps?: Info2D | undefined;
      lengths?: Info1D | undefined;
    };
    attrs: { pooling: Pooling; timeSteps: number };
    outputs: [dy: Info3D];
  };

  /**
   * Dropout.  out[n] = x[n] * (words[n] < rate * 2^32 ? 0 : 1 / (1 - rate)), where words are those of
   * Threefry-2x32 with this key, from block `block` on: words 2b and 2b+1 are block b's. Its gradient
   * is itself.  Srivastava 2014; Salmon 2011.
   */
  UnrollDropout: {
    inputs: { x: Info };
    attrs: { rate: number; key0: number; key1: number; block: number };
    outputs: [out: Info];
  };

  /** Sum of squares of all elements, a scalar; added to `sum`, a scalar, where that is given. */
  UnrollSquaredNorm: {
    inputs: { x: Info; sum?: Info0D | undefined };
    attrs: Record<never, never>;
    outputs: [sum: Info0D];
  };

  /** A point between a and b.  out = a + weight*(b - a), of one shape. As torch.lerp. */
  UnrollLerp: {
    inputs: { a: Info; b: Info };
    attrs: { weight: number };
    outputs: [between: Info];
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
      param: Info;
      grad: Info;
      m: Info;
      v: Info;
      scale: Info0D;
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
    outputs: [param: Info, m: Info, v: Info];
  };
  /**
   * SGD with momentum as torch.optim.SGD (no dampening). g = scale*grad + weightDecay*param;
   * velocity' = momentum*velocity + g;
   * param' = param - lr*(nesterov ? g + momentum*velocity' : velocity').
   */
  UnrollSgd: {
    inputs: { param: Info; grad: Info; velocity: Info; scale: Info0D };
    attrs: { learningRate: number; momentum: number; nesterov: boolean; weightDecay: number };
    outputs: [param: Info, velocity: Info];
  };
  /**
   * RMSprop (Tieleman & Hinton 2012) as torch.optim.RMSprop. g = scale*grad + weightDecay*param;
   * square' = alpha*square + (1-alpha)*g^2;  velocity' = momentum*velocity + g/(sqrt(square') + eps);
   * param' = param - lr*velocity'.
   */
  UnrollRmsprop: {
    inputs: {
      param: Info;
      grad: Info;
      square: Info;
      velocity: Info;
      scale: Info0D;
    };
    attrs: {
      learningRate: number;
      alpha: number;
      epsilon: number;
      momentum: number;
      weightDecay: number;
    };
    outputs: [param: Info, square: Info, velocity: Info];
  };
}

/** Inputs that all sequence kernels share; G is the number of gates. */
export interface SequenceInputs {
  x: Info3D; // [B,T,I]
  weightIh: Info2D; // [G*H,I]
  weightHh: Info2D; // [G*H,H]
  biasIh?: Info1D | undefined; // [G*H]
  biasHh?: Info1D | undefined; // [G*H]
  h0?: Info2D | undefined; // [B,H]
  lengths?: Info1D | undefined; // [B] int32
}

export interface SequenceAttrs {
  reverse: boolean;
}

/** Attributes of every kernel that runs a cell over a sequence. */
export interface RunAttrs extends SequenceAttrs {
  reserve: boolean;
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
/** The outputs with these attributes: the reserve is among them, is not, or may be. */
export type KernelOutputs<N extends KernelName, A = KernelAttrs<N>> = A extends { reserve: true }
  ? [...KernelContracts[N]["outputs"], ...KernelReserve<N>]
  : A extends { reserve: false }
    ? KernelContracts[N]["outputs"]
    : [...KernelContracts[N]["outputs"], ...Partial<KernelReserve<N>>];
/** The outputs under `reserve`. */
export type KernelReserve<N extends KernelName> = KernelContracts[N] extends {
  reserve: infer R extends readonly Info[];
}
  ? R
  : [];
