// The module: what the host may call. Addresses and strides are bytes, sizes are elements. Scratch is
// the host's, as large as the function beside says; every buffer is a multiple of 4 bytes and may lie
// anywhere. An output lies apart from all inputs and other outputs, unless its kernel says where else it may.
export { adam } from "./kernels/adam";
export { batchMatMul } from "./kernels/batch-mat-mul";
export { copyColumns } from "./kernels/copy-columns";
export { crossEntropy } from "./kernels/cross-entropy";
export { crossEntropyGrad } from "./kernels/cross-entropy-grad";
export { dropout } from "./kernels/dropout";
export { elman, elmanScratch } from "./kernels/elman";
export { elmanGrad, elmanGradScratch } from "./kernels/elman-grad";
export { gather } from "./kernels/gather";
export { gatherTime } from "./kernels/gather-time";
export { gatherTimeGrad } from "./kernels/gather-time-grad";
export { gru, gruScratch } from "./kernels/gru";
export { gruGrad, gruGradScratch } from "./kernels/gru-grad";
export { lerp } from "./kernels/lerp";
export { linearCrossEntropy, linearCrossEntropyScratch } from "./kernels/linear-cross-entropy";
export { lstm, lstmScratch } from "./kernels/lstm";
export { lstmGrad, lstmGradScratch } from "./kernels/lstm-grad";
export { maskedSoftmax } from "./kernels/masked-softmax";
export { maskedSoftmaxGrad } from "./kernels/masked-softmax-grad";
export { matMul, matMulScratch } from "./kernels/mat-mul";
export { poolLast, poolMax, poolMean } from "./kernels/pool";
export { poolLastGrad, poolMaxGrad, poolMeanGrad } from "./kernels/pool-grad";
export { previousStates } from "./kernels/previous-states";
export { rmsprop } from "./kernels/rmsprop";
export { sampleTokens, sampleTokensScratch } from "./kernels/sample-tokens";
export { scatterAdd } from "./kernels/scatter-add";
export { sgd } from "./kernels/sgd";
export { squaredNorm } from "./kernels/squared-norm";
export { ssru, ssruScratch } from "./kernels/ssru";
export { ssruGrad, ssruGradScratch } from "./kernels/ssru-grad";
export { topTokens, topTokensScratch } from "./kernels/top-tokens";
export { CONSTANTS_BYTES, placeConstants } from "./math/constants";
export {
  packedGatesBackBytes,
  packedGatesBytes,
  packGates,
  packGatesBack,
} from "./sequence/gates";
