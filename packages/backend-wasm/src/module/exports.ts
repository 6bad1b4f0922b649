/** An address on the heap, or a number of bytes; 0 stands for "none". */
type Bytes = number;
/** A boolean as WebAssembly takes it: false is 0, true is 1. */
type Flag = boolean | 0 | 1;

/**
 * What the module in assembly/ exports: the packing of weights, and each kernel with what scratch it
 * needs. Each is explained where it stands, in assembly/. Those that return a number, and not Bytes,
 * return the place of the first index that is out of range, or -1.
 */
export interface KernelModule {
  readonly CONSTANTS_BYTES: WebAssembly.Global;
  placeConstants(address: Bytes): void;

  packedGatesBytes(gates: number, hidden: number, depth: number): Bytes;
  packGates(weights: Bytes, gates: number, hidden: number, depth: number, panels: Bytes): void;
  packedGatesBackBytes(gates: number, hidden: number): Bytes;
  packGatesBack(weights: Bytes, gates: number, hidden: number, panels: Bytes): void;

  elmanScratch(batch: number, time: number, hidden: number): Bytes;
  elman(
    x: Bytes,
    weightIh: Bytes,
    weightHh: Bytes,
    biasIh: Bytes,
    biasHh: Bytes,
    h0: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    input: number,
    hidden: number,
    reverse: Flag,
    isRelu: Flag,
    y: Bytes,
    hN: Bytes,
    scratch: Bytes,
  ): void;
  elmanGradScratch(batch: number, time: number, hidden: number): Bytes;
  elmanGrad(
    dy: Bytes,
    dhN: Bytes,
    y: Bytes,
    weightHh: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    hidden: number,
    reverse: Flag,
    isRelu: Flag,
    dGates: Bytes,
    dh0: Bytes,
    scratch: Bytes,
  ): void;
  lstmScratch(batch: number, time: number, hidden: number): Bytes;
  lstm(
    x: Bytes,
    weightIh: Bytes,
    weightHh: Bytes,
    biasIh: Bytes,
    biasHh: Bytes,
    h0: Bytes,
    c0: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    input: number,
    hidden: number,
    reverse: Flag,
    y: Bytes,
    hN: Bytes,
    cN: Bytes,
    gates: Bytes,
    cells: Bytes,
    scratch: Bytes,
  ): void;
  lstmGradScratch(batch: number, time: number, hidden: number): Bytes;
  lstmGrad(
    dy: Bytes,
    dhN: Bytes,
    dcN: Bytes,
    gates: Bytes,
    cells: Bytes,
    c0: Bytes,
    weightHh: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    hidden: number,
    reverse: Flag,
    dGates: Bytes,
    dh0: Bytes,
    dc0: Bytes,
    scratch: Bytes,
  ): void;
  gruScratch(batch: number, time: number, hidden: number): Bytes;
  gru(
    x: Bytes,
    weightIh: Bytes,
    weightRz: Bytes,
    weightN: Bytes,
    biasIh: Bytes,
    biasHh: Bytes,
    h0: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    input: number,
    hidden: number,
    reverse: Flag,
    resetAfter: Flag,
    y: Bytes,
    hN: Bytes,
    gates: Bytes,
    hiddens: Bytes,
    scratch: Bytes,
  ): void;
  gruGradScratch(batch: number, time: number, hidden: number): Bytes;
  gruGrad(
    dy: Bytes,
    dhN: Bytes,
    gates: Bytes,
    hiddens: Bytes,
    previous: Bytes,
    weightRz: Bytes,
    weightN: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    hidden: number,
    reverse: Flag,
    resetAfter: Flag,
    dGates: Bytes,
    dHidden: Bytes,
    dh0: Bytes,
    scratch: Bytes,
  ): void;
  ssruScratch(batch: number, time: number, hidden: number): Bytes;
  ssru(
    x: Bytes,
    weightIh: Bytes,
    biasIh: Bytes,
    h0: Bytes,
    c0: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    input: number,
    hidden: number,
    reverse: Flag,
    y: Bytes,
    hN: Bytes,
    cN: Bytes,
    gates: Bytes,
    cells: Bytes,
    scratch: Bytes,
  ): void;
  ssruGradScratch(batch: number, time: number, hidden: number): Bytes;
  ssruGrad(
    dy: Bytes,
    dhN: Bytes,
    dcN: Bytes,
    gates: Bytes,
    cells: Bytes,
    c0: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    hidden: number,
    reverse: Flag,
    dGates: Bytes,
    dh0: Bytes,
    dc0: Bytes,
    scratch: Bytes,
  ): void;
  previousStates(
    y: Bytes,
    h0: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    hidden: number,
    reverse: Flag,
    previous: Bytes,
  ): void;
  matMulScratch(rows: number, depth: number, width: number): Bytes;
  matMul(
    a: Bytes,
    b: Bytes,
    bias: Bytes,
    rows: number,
    depth: number,
    width: number,
    transposeA: Flag,
    transposeB: Flag,
    out: Bytes,
    scratch: Bytes,
  ): void;
  gather(
    table: Bytes,
    rows: number,
    width: number,
    indices: Bytes,
    count: number,
    out: Bytes,
  ): number;
  scatterAdd(
    indices: Bytes,
    count: number,
    updates: Bytes,
    rows: number,
    width: number,
    out: Bytes,
  ): number;
  batchMatMul(
    a: Bytes,
    b: Bytes,
    batch: number,
    rows: number,
    depth: number,
    width: number,
    transposeA: Flag,
    transposeB: Flag,
    out: Bytes,
    scratch: Bytes,
  ): void;
  maskedSoftmax(
    scores: Bytes,
    lengths: Bytes,
    batch: number,
    queries: number,
    positions: number,
    weights: Bytes,
  ): void;
  maskedSoftmaxGrad(
    weights: Bytes,
    dWeights: Bytes,
    lengths: Bytes,
    batch: number,
    queries: number,
    positions: number,
    dScores: Bytes,
  ): void;
  gatherTime(
    y: Bytes,
    steps: Bytes,
    batch: number,
    time: number,
    size: number,
    count: number,
    picked: Bytes,
  ): number;
  gatherTimeGrad(
    dPicked: Bytes,
    steps: Bytes,
    batch: number,
    time: number,
    size: number,
    count: number,
    dy: Bytes,
  ): number;
  copyColumns(
    rows: number,
    count: number,
    from: Bytes,
    fromStride: Bytes,
    to: Bytes,
    toStride: Bytes,
  ): void;
  crossEntropy(
    logits: Bytes,
    targets: Bytes,
    rows: number,
    classes: number,
    labelSmoothing: number,
    mean: Flag,
    losses: Bytes,
  ): number;
  crossEntropyGrad(
    logits: Bytes,
    targets: Bytes,
    dLosses: Bytes,
    rows: number,
    classes: number,
    labelSmoothing: number,
    mean: Flag,
    dLogits: Bytes,
  ): number;
  linearCrossEntropyScratch(rows: number, size: number, classes: number, reserve: Flag): Bytes;
  linearCrossEntropy(
    x: Bytes,
    weight: Bytes,
    bias: Bytes,
    targets: Bytes,
    rows: number,
    size: number,
    classes: number,
    labelSmoothing: number,
    loss: Bytes,
    dX: Bytes,
    dWeight: Bytes,
    dBias: Bytes,
    scratch: Bytes,
  ): number;
  poolLast(
    y: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    size: number,
    pooled: Bytes,
  ): void;
  poolMean(
    y: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    size: number,
    pooled: Bytes,
  ): void;
  poolMax(
    y: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    size: number,
    pooled: Bytes,
    steps: Bytes,
  ): void;
  poolLastGrad(
    dPooled: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    size: number,
    dy: Bytes,
  ): void;
  poolMeanGrad(
    dPooled: Bytes,
    lengths: Bytes,
    batch: number,
    time: number,
    size: number,
    dy: Bytes,
  ): void;
  poolMaxGrad(
    dPooled: Bytes,
    steps: Bytes,
    batch: number,
    time: number,
    size: number,
    dy: Bytes,
  ): void;
  dropout(
    x: Bytes,
    count: number,
    key0: number,
    key1: number,
    low: number,
    high: number,
    threshold: number,
    kept: number,
    out: Bytes,
  ): void;
  topTokensScratch(count: number): Bytes;
  topTokens(
    logits: Bytes,
    scores: Bytes,
    banned: Bytes,
    batch: number,
    hypotheses: number,
    vocabulary: number,
    bannedCount: number,
    count: number,
    best: Bytes,
    places: Bytes,
    scratch: Bytes,
  ): void;
  sampleTokensScratch(vocabulary: number): Bytes;
  sampleTokens(
    logits: Bytes,
    uniforms: Bytes,
    banned: Bytes,
    rows: number,
    vocabulary: number,
    bannedCount: number,
    temperature: number,
    topK: number,
    topP: number,
    tokens: Bytes,
    logProbabilities: Bytes,
    scratch: Bytes,
  ): void;
  squaredNorm(x: Bytes, count: number, sum: Bytes, out: Bytes): void;
  lerp(a: Bytes, b: Bytes, weight: number, count: number, out: Bytes): void;
  adam(
    param: Bytes,
    grad: Bytes,
    m: Bytes,
    v: Bytes,
    scale: Bytes,
    count: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    coupledDecay: number,
    keep: number,
    stepSize: number,
    correction2: number,
    paramNext: Bytes,
    mNext: Bytes,
    vNext: Bytes,
  ): void;
  sgd(
    param: Bytes,
    grad: Bytes,
    velocity: Bytes,
    scale: Bytes,
    count: number,
    learningRate: number,
    momentum: number,
    nesterov: Flag,
    weightDecay: number,
    paramNext: Bytes,
    velocityNext: Bytes,
  ): void;
  rmsprop(
    param: Bytes,
    grad: Bytes,
    square: Bytes,
    velocity: Bytes,
    scale: Bytes,
    count: number,
    learningRate: number,
    alpha: number,
    epsilon: number,
    momentum: number,
    weightDecay: number,
    paramNext: Bytes,
    squareNext: Bytes,
    velocityNext: Bytes,
  ): void;
}
