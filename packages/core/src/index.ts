export { loadGradients } from "./autodiff/load-gradients.ts";
export type { Backend } from "./backend/backend.ts";
export type { NumberState, NumberStream } from "./backend/number-stream.ts";
export { useBackend } from "./backend/use-backend.ts";
export type { Cell } from "./cells/cell.ts";
export type { CellState } from "./cells/cell-state.ts";
export { ElmanCell, type ElmanCellOptions, type ElmanState } from "./cells/elman-cell.ts";
export type { CellInitializers, CellOptions } from "./cells/gate-weights.ts";
export { GruCell, type GruCellOptions, type GruState } from "./cells/gru-cell.ts";
export { LstmCell, type LstmCellOptions, type LstmState } from "./cells/lstm-cell.ts";
export { PeepholeLstmCell } from "./cells/peephole-lstm-cell.ts";
export { ProjectedLstmCell, type ProjectedLstmCellOptions } from "./cells/projected-lstm-cell.ts";
export { SsruCell, type SsruCellOptions, type SsruState } from "./cells/ssru-cell.ts";
export { checkNumerics } from "./diagnostics/check-numerics.ts";
export {
  BackendError,
  CheckpointError,
  ConfigError,
  DataError,
  NumericError,
  ShapeError,
  UnrollError,
} from "./errors.ts";
export {
  glorotUniform,
  type Initializer,
  normal,
  uniform,
  zeros,
} from "./initializers/initializer.ts";
export { orthogonal } from "./initializers/orthogonal.ts";
export {
  bindKernels,
  type CellKernels,
  type ForwardPass,
  type InputGradients,
  type KernelBinding,
  type OutputGradients,
  type SequenceKernelName,
  type StatePart,
  type StreamCell,
} from "./kernels/cell-kernels.ts";
export type {
  ElmanAttrs,
  GruAttrs,
  Info,
  KernelAttrs,
  KernelContracts,
  KernelInputs,
  KernelName,
  KernelOutputs,
  KernelReserve,
  Pooling,
  RunAttrs,
  SequenceAttrs,
  SequenceInputs,
} from "./kernels/contract.ts";
export { defineKernel, type Kernel } from "./kernels/define-kernel.ts";
export { indexOutOfRange } from "./kernels/index-out-of-range.ts";
export { hasKernel, runKernel } from "./kernels/registry.ts";
export {
  type Attended,
  Attention,
  type AttentionMemory,
  type AttentionOptions,
  type AttentionScore,
} from "./layers/attention.ts";
export { Dense, type DenseOptions } from "./layers/dense.ts";
export { Dropout, dropout } from "./layers/dropout.ts";
export { Embedding, type EmbeddingOptions } from "./layers/embedding.ts";
export { pool } from "./layers/pool.ts";
export {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropy,
} from "./losses/binary-cross-entropy.ts";
export { type CrossEntropyOptions, crossEntropy } from "./losses/cross-entropy.ts";
export {
  type LinearCrossEntropyOptions,
  linearCrossEntropy,
} from "./losses/linear-cross-entropy.ts";
export { meanSquaredError } from "./losses/mean-squared-error.ts";
export type { LossOptions } from "./losses/reduce-losses.ts";
export { Context } from "./module/context.ts";
export { type LoadOptions, Model } from "./module/model.ts";
export {
  type Aliases,
  disposeModule,
  freeze,
  joinParameters,
  type Module,
  type Parameters,
  parameter,
  unfreeze,
} from "./module/module.ts";
export { withParameterLimit } from "./module/parameter-limit.ts";
export { requireOptions } from "./module/require-options.ts";
export { type BatchMatMulOptions, batchMatMul } from "./ops/batch-mat-mul.ts";
export { concat, split } from "./ops/concat.ts";
export { embeddingLookup } from "./ops/embedding-lookup.ts";
export { gatherTime } from "./ops/gather-time.ts";
export { maskedSoftmax } from "./ops/masked-softmax.ts";
export { type MatMulOptions, matMul } from "./ops/mat-mul.ts";
export { type SampleTokensOptions, sampleTokens } from "./ops/sample-tokens.ts";
export { topTokens } from "./ops/top-tokens.ts";
export { type AdamOptions, adam, adamW } from "./optimizers/adam.ts";
export { type Clipped, type Clipping, clipGradients } from "./optimizers/clip.ts";
export { Optimizer } from "./optimizers/optimizer.ts";
export type { OptimizerRule, UpdateInputs } from "./optimizers/optimizer-rule.ts";
export { type RmspropOptions, rmsprop } from "./optimizers/rmsprop.ts";
export {
  combineSchedules,
  cosineDecay,
  linearDecay,
  linearWarmup,
  type Schedule,
} from "./optimizers/schedule.ts";
export { type SgdOptions, sgd } from "./optimizers/sgd.ts";
export { dropoutMask } from "./random/dropout-mask.ts";
export { Rng } from "./random/rng.ts";
export { threefry } from "./random/threefry.ts";
export { elman, gru, lstm, peepholeLstm, projectedLstm, ssru } from "./sequence/factories.ts";
export type { Lengths } from "./sequence/lengths.ts";
export type { Merge } from "./sequence/merge.ts";
export type { KernelUse } from "./sequence/run-cell.ts";
export { Sequence } from "./sequence/sequence.ts";
export type { RunOptions, SequenceOptions, SequenceResult } from "./sequence/sequence-options.ts";
export { SequenceSession } from "./sequence/session.ts";
export type { SafetensorsDtype, StoredData } from "./storage/dtypes.ts";
export { readJson, readOptionalJson, writeJson } from "./storage/json.ts";
export {
  type LoadStateDictOptions,
  loadStateDict,
  type StateDict,
  type StateSource,
} from "./storage/load-state-dict.ts";
export { matchStateDict, type StateDictMatch } from "./storage/match-state-dict.ts";
export { memoryStorage } from "./storage/memory-storage.ts";
export {
  MODEL_CONFIG,
  MODEL_WEIGHTS,
  type SaveStateDictOptions,
  saveStateDict,
} from "./storage/model-files.ts";
export { type ModelSource, openModel } from "./storage/model-source.ts";
export type { DownloadProgress } from "./storage/read-response.ts";
export {
  parseSafetensors,
  type SafetensorsFile,
  type StoredTensor,
  type TensorValues,
} from "./storage/safetensors.ts";
export {
  type FloatStorage,
  type TensorToStore,
  type WriteSafetensorsOptions,
  writeSafetensors,
} from "./storage/safetensors-writer.ts";
export type { Storage } from "./storage/storage.ts";
export { type ModelFiles, type UrlStorageOptions, urlStorage } from "./storage/url-storage.ts";
export { CHECKPOINT_FILE } from "./trainer/checkpoint.ts";
export type { Dataset, OrderedDataset } from "./trainer/dataset.ts";
export { type Difference, describeDifference, differences } from "./trainer/differences.ts";
export type { EarlyStopping } from "./trainer/early-stopping.ts";
export { EventLoopTurns } from "./trainer/event-loop.ts";
export { fingerprint } from "./trainer/fingerprint.ts";
export type { MeanLossOptions } from "./trainer/mean-loss.ts";
export { nextTask } from "./trainer/next-task.ts";
export {
  type StreamBatch,
  type StreamLayout,
  type Streams,
  tokenStreams,
  valueStreams,
} from "./trainer/streams.ts";
export { tensorsIn } from "./trainer/tensor-tree.ts";
export { type StepFigures, type TrainStepOptions, trainStep } from "./trainer/train-step.ts";
export { Trainer } from "./trainer/trainer.ts";
export type { FitOptions, TrainerOptions } from "./trainer/trainer-options.ts";
export type {
  CheckpointEvent,
  EpochEvent,
  EvaluationEvent,
  Metrics,
  ResumeEvent,
  StepEvent,
  TrainingEvents,
} from "./trainer/training-events.ts";
export type { TrainingResult } from "./trainer/training-run.ts";
