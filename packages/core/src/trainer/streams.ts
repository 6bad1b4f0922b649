import { type Tensor2D, type Tensor3D, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import { DataError } from "../errors.ts";
import { requireOptions } from "../module/require-options.ts";
import { requireSize } from "../module/require-size.ts";
import type { OrderedDataset } from "./dataset.ts";
import { fingerprint } from "./fingerprint.ts";

/** How one long sequence becomes batches of parallel streams. */
export interface StreamLayout {
  /** Into so many parts of equal length it is cut; each is a row of every batch. */
  batchSize: number;
  /** The most time steps of a batch, which gradients flow back through; all have as many, or one less. */
  timeSteps: number;
}

/** A piece of every stream, and what comes one step later. */
export interface StreamBatch<X> {
  x: X;
  next: X;
}

/**
 * One long sequence of tokens, such as the characters of a text, as parallel streams: each row of a batch goes
 * on where it stopped in the batch before. What is left over at the end, fewer tokens than rows, is not used.
 *
 * @param tokens  integers
 * @returns       batches of x and next, int32 of shape [batchSize, time]
 * @throws {DataError} when there are too few
 *
 * @example
 * import { tokenStreams } from "@unroll/core";
 *
 * const data = tokenStreams([0, 1, 2, 3, 4, 5, 6, 7, 8], { batchSize: 2, timeSteps: 2 });
 * console.log(data.batches); // 2
 * const { x, next } = data.batch(1);
 * console.log(`${x.dataSync()} | ${next.dataSync()}`); // 2,3,6,7 | 3,4,7,8
 */
export function tokenStreams(tokens: ArrayLike<number>, layout: StreamLayout): Streams<Tensor2D> {
  return streams("tokenStreams", Int32Array.from(tokens), 1, layout, (rows, shape) =>
    tensor2d(rows, shape, "int32"),
  );
}

/**
 * One long series of values as parallel streams: each row of a batch goes on where it stopped in the batch
 * before. What is left over at the end, fewer time steps than rows, is not used.
 *
 * @param values    [time, features], one time step after the other
 * @param features  numbers of a time step
 * @returns         batches of x and next, float32 of shape [batchSize, time, features]
 * @throws {DataError} when there are too few
 *
 * @example
 * const wave = Float32Array.from({ length: 1000 }, (_, t) => Math.sin(t / 10));
 * const data = valueStreams(wave, 1, { batchSize: 4, timeSteps: 50 });
 * console.log(data.batches, data.batch(0).x.shape); // 5 [ 4, 49, 1 ]
 */
export function valueStreams(
  values: ArrayLike<number>,
  features: number,
  layout: StreamLayout,
): Streams<Tensor3D> {
  requireSize("valueStreams", "features", features, "Pass how many numbers a time step has");
  return streams("valueStreams", Float32Array.from(values), features, layout, (rows, [b, t]) =>
    tensor3d(rows, [b, t, features]),
  );
}

/** What {@link tokenStreams} and {@link valueStreams} make. */
export interface Streams<X> extends OrderedDataset<StreamBatch<X>> {
  batch(index: number): StreamBatch<X>;
}

function streams<Values extends Int32Array | Float32Array, X>(
  where: string,
  values: Values,
  width: number,
  layout: StreamLayout,
  toTensor: (rows: Values, shape: [batch: number, time: number]) => X,
): Streams<X> {
  const { batchSize, timeSteps } = requireOptions(where, layout, "{ batchSize: 8, timeSteps: 20 }");
  requireSize(where, "batchSize", batchSize, "Pass how many rows a batch has");
  requireSize(where, "timeSteps", timeSteps, "Pass how many steps a batch has");
  // The last step of all has no next one.
  const length = Math.floor((values.length / width - 1) / batchSize);
  if (!(length >= 1)) {
    throw new DataError(
      `${where}: there must be more than ${batchSize} time steps for ${batchSize} rows, got ${values.length / width}. ` +
        "Pass more data, or a smaller batchSize.",
    );
  }
  const batches = Math.ceil(length / timeSteps);
  const startOf = (index: number) => Math.floor((index * length) / batches);
  let content: string | undefined;
  return {
    batches,
    batchSize,
    get fingerprint() {
      content ??= fingerprint(values, `${width} ${batchSize} ${timeSteps}`);
      return content;
    },
    batch(index) {
      const [start, end] = [startOf(index), startOf(index + 1)];
      const piece = (later: number) => {
        const rows = values.slice(0, batchSize * (end - start) * width) as Values;
        for (let row = 0; row < batchSize; row++) {
          const from = (row * length + start + later) * width;
          const cut = values.subarray(from, from + (end - start) * width);
          rows.set(cut, row * (end - start) * width);
        }
        return toTensor(rows, [batchSize, end - start]);
      };
      return { x: piece(0), next: piece(1) };
    },
  };
}
