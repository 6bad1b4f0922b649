import type { CellState } from "../cells/cell.ts";
import { ElmanCell, type ElmanCellOptions, type ElmanState } from "../cells/elman-cell.ts";
import type { CellOptions } from "../cells/gate-weights.ts";
import { GruCell, type GruCellOptions, type GruState } from "../cells/gru-cell.ts";
import { LstmCell, type LstmCellOptions, type LstmState } from "../cells/lstm-cell.ts";
import { claimRng } from "../module/claim-rng.ts";
import { Sequence, type SequenceOptions } from "./sequence.ts";

type Layout = Omit<SequenceOptions<CellState>, "cell">;

/** An Elman network over time, as torch.nn.RNN. */
export function elman(options: ElmanCellOptions & Layout): Sequence<ElmanState> {
  return new Sequence({ ...options, cell: place("elman", options, (cell) => new ElmanCell(cell)) });
}

/** An LSTM over time, as torch.nn.LSTM. */
export function lstm(options: LstmCellOptions & Layout): Sequence<LstmState> {
  return new Sequence({ ...options, cell: place("lstm", options, (cell) => new LstmCell(cell)) });
}

/** A GRU over time, as torch.nn.GRU. */
export function gru(options: GruCellOptions & Layout): Sequence<GruState> {
  return new Sequence({ ...options, cell: place("gru", options, (cell) => new GruCell(cell)) });
}

/** Gives every place its width and its own stream of initial weights. */
function place<O extends CellOptions, C>(where: string, options: O, make: (options: O) => C) {
  const rng = claimRng(where, options.rng);
  return (inputSize: number, suffix: string) =>
    make({ ...options, inputSize, rng: rng?.fold(suffix) ?? null });
}
