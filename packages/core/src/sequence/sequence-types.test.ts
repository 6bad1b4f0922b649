import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { expectTypeOf, test } from "vitest";
import type { Cell } from "../cells/cell.ts";
import type { GruCell } from "../cells/gru-cell.ts";
import type { LstmCell, LstmState } from "../cells/lstm-cell.ts";
import type { CellKernels } from "../kernels/cell-kernels.ts";
import type { gru, lstm, projectedLstm } from "./factories.ts";
import type { Sequence } from "./sequence.ts";
import type { SequenceSession } from "./session.ts";

test("whatever takes a sequence or a cell takes one of any state", () => {
  expectTypeOf<Sequence<LstmState>>().toExtend<Sequence>();
  expectTypeOf<ReturnType<typeof gru>>().toExtend<Sequence>();
  expectTypeOf<SequenceSession<LstmState>>().toExtend<SequenceSession>();
  expectTypeOf<LstmCell>().toExtend<Cell>();
  expectTypeOf<GruCell>().toExtend<Cell>();
});

test("a sequence's state is its cell's", () => {
  type Result = ReturnType<ReturnType<typeof lstm>["run"]>;
  expectTypeOf<Result>().toEqualTypeOf<{ y: Tensor3D; state: LstmState[] }>();
  expectTypeOf<ReturnType<ReturnType<typeof projectedLstm>["last"]>>().toEqualTypeOf<Tensor2D>();
});

test("a cell's kernels have its state", () => {
  expectTypeOf<LstmCell["kernels"]>().toEqualTypeOf<CellKernels<"h" | "c">>();
  expectTypeOf<GruCell["kernels"]>().not.toExtend<Cell<LstmState>["kernels"]>();
});
