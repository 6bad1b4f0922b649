import {
  type CellOptions,
  gru,
  lstm,
  type Sequence,
  type SequenceOptions,
  ssru,
} from "@unroll/core";

type Options = Omit<SequenceOptions<never>, "cell"> & CellOptions;

/** A recurrent network over one of the cells that translation models are made of. */
export function recurrent(cell: "lstm" | "gru" | "ssru", options: Options): Sequence {
  switch (cell) {
    case "lstm":
      // It remembers before it has learned what to forget (Jozefowicz 2015).
      return lstm({ ...options, forgetBias: 1 });
    case "gru":
      return gru(options);
    case "ssru":
      return ssru(options);
  }
}
