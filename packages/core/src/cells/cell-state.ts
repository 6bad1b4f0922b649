import type { Tensor2D } from "@tensorflow/tfjs-core";

/** What a cell carries from step to step, each [batch, size]; `h` is also its output. */
export type CellState = { readonly h: Tensor2D } & { readonly [name: string]: Tensor2D };
