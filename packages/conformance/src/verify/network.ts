import { elman, gru, lstm, type Sequence } from "@unroll/core";

/** What a file says of its recurrent layer. */
export interface NetworkOptions {
  kind: "rnn" | "lstm" | "gru";
  inputSize: number;
  hiddenSize: number;
  numLayers?: number | null | undefined;
  bidirectional?: boolean | null | undefined;
  bias?: boolean | null | undefined;
  projSize?: number | null | undefined;
  nonlinearity?: "tanh" | "relu" | null | undefined;
  resetAfter?: boolean | null | undefined;
  peephole?: boolean | null | undefined;
  /** Walks time backwards; not in a file. */
  reverse?: boolean | undefined;
}

/** Rows of the weights for each unit. */
export const gatesOf = { rnn: 1, lstm: 4, gru: 3 } as const;

/** Core's layer for these options, its weights still 0. */
export function makeNetwork(options: NetworkOptions): Sequence {
  const common = {
    inputSize: options.inputSize,
    hiddenSize: options.hiddenSize,
    numLayers: options.numLayers ?? 1,
    bidirectional: options.bidirectional ?? false,
    reverse: options.reverse ?? false,
    bias: options.bias ?? true,
    rng: null,
  };
  switch (options.kind) {
    case "rnn":
      return elman({ ...common, nonlinearity: options.nonlinearity ?? "tanh" });
    case "lstm":
      return lstm({
        ...common,
        projSize: options.projSize || undefined,
        peephole: options.peephole ?? false,
      }) as unknown as Sequence; // a caller passes { h, c } where there is a c0

    case "gru":
      return gru({ ...common, resetAfter: options.resetAfter ?? true });
  }
}
