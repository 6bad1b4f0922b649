import type { Cell } from "../cells/cell.ts";
import type { CellState } from "../cells/cell-state.ts";
import { ElmanCell, type ElmanCellOptions, type ElmanState } from "../cells/elman-cell.ts";
import { type CellOptions, requireCellOptions } from "../cells/gate-weights.ts";
import { GruCell, type GruCellOptions, type GruState } from "../cells/gru-cell.ts";
import { LstmCell, type LstmCellOptions, type LstmState } from "../cells/lstm-cell.ts";
import { PeepholeLstmCell } from "../cells/peephole-lstm-cell.ts";
import { ProjectedLstmCell, type ProjectedLstmCellOptions } from "../cells/projected-lstm-cell.ts";
import { SsruCell, type SsruCellOptions, type SsruState } from "../cells/ssru-cell.ts";
import { claimRng } from "../module/claim-rng.ts";
import { Sequence } from "./sequence.ts";
import type { SequenceOptions } from "./sequence-options.ts";

type Layout = Omit<SequenceOptions<CellState>, "cell">;

/**
 * An Elman network over time, as torch.nn.RNN: {@link ElmanCell} in a {@link Sequence}.
 *
 * @throws {ConfigError} when an option makes no sense
 * @throws {BackendError} before `useBackend`
 */
export function elman(options: ElmanCellOptions & Layout): Sequence<ElmanState> {
  return over("elman", ElmanCell, options);
}

/**
 * An LSTM over time, as torch.nn.LSTM: {@link LstmCell} in a {@link Sequence}.
 *
 * @throws {ConfigError} when an option makes no sense
 * @throws {BackendError} before `useBackend`
 *
 * @example
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { cpu } from "@unroll/backend-cpu";
 * import { lstm, Rng, useBackend } from "@unroll/core";
 *
 * await useBackend(cpu());
 * const rnn = lstm({ inputSize: 3, hiddenSize: 4, numLayers: 2, rng: Rng.fromSeed(42) });
 * const { y, state } = rnn.run(zeros([2, 5, 3]), { lengths: [5, 2] }); // y [2, 5, 4]
 */
export function lstm(options: LstmCellOptions & Layout): Sequence<LstmState> {
  return over("lstm", LstmCell, options);
}

/**
 * An LSTM over time whose gates see the cell state: {@link PeepholeLstmCell} in a {@link Sequence}.
 *
 * @throws {ConfigError} when an option makes no sense
 * @throws {BackendError} before `useBackend`
 */
export function peepholeLstm(options: LstmCellOptions & Layout): Sequence<LstmState> {
  return over("peepholeLstm", PeepholeLstmCell, options);
}

/**
 * An LSTM over time with narrow outputs, as torch.nn.LSTM with proj_size: {@link ProjectedLstmCell} in a
 * {@link Sequence}.
 *
 * @throws {ConfigError} when an option makes no sense
 * @throws {BackendError} before `useBackend`
 */
export function projectedLstm(options: ProjectedLstmCellOptions & Layout): Sequence<LstmState> {
  return over("projectedLstm", ProjectedLstmCell, options);
}

/**
 * A GRU over time, as torch.nn.GRU: {@link GruCell} in a {@link Sequence}.
 *
 * @throws {ConfigError} when an option makes no sense
 * @throws {BackendError} before `useBackend`
 */
export function gru(options: GruCellOptions & Layout): Sequence<GruState> {
  return over("gru", GruCell, options);
}

/**
 * A simpler simple recurrent unit over time: {@link SsruCell} in a {@link Sequence}.
 *
 * @throws {ConfigError} when an option makes no sense
 * @throws {BackendError} before `useBackend`
 */
export function ssru(options: SsruCellOptions & Layout): Sequence<SsruState> {
  return over("ssru", SsruCell, options);
}

/** Gives the cell of every place its width and its own stream of initial weights. */
function over<O extends CellOptions & Layout, S extends CellState>(
  where: string,
  Cell: new (options: O) => Cell<S>,
  options: O,
): Sequence<S> {
  const rng = claimRng(where, requireCellOptions(where, options).rng);
  return new Sequence({
    ...options,
    cell: (inputSize, suffix) =>
      new Cell({ ...options, inputSize, rng: rng?.fold(suffix) ?? null }),
  });
}
