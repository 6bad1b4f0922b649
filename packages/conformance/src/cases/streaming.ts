import { dispose, slice, type Tensor2D, tensor2d, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { elman, gru, lstm, Rng, type Sequence } from "@unroll/core";
import { expectSameBits } from "../compare/same-bits.ts";
import { type HostTensor, host } from "../draw/host-tensor.ts";
import type { Case, Group } from "./case.ts";

const [batch, time, inputSize, hiddenSize] = [5, 7, 6, 9];

type AnySequence = Sequence<{ h: Tensor2D }>;

const rng = () => Rng.fromSeed(1);
const sequences: Record<string, () => AnySequence> = {
  Elman: () => elman({ inputSize, hiddenSize, rng: rng() }),
  LSTM: () => lstm({ inputSize, hiddenSize, rng: rng() }) as unknown as AnySequence,
  "LSTM, two layers": () =>
    lstm({ inputSize, hiddenSize, numLayers: 2, rng: rng() }) as unknown as AnySequence,
  "GRU, reset after": () => gru({ inputSize, hiddenSize, rng: rng() }),
  "GRU, reset before": () => gru({ inputSize, hiddenSize, resetAfter: false, rng: rng() }),
};

/** A row gives the same bits in a batch, alone, and as a stream of single steps. */
export const streaming: Group = {
  name: "a stream gives the same bits as a batch",
  cases: Object.entries(sequences).flatMap(([name, make]) => [
    streamCase(`${name}, tensors`, make, stepTensor),
    streamCase(`${name}, arrays`, make, (session, values) => session.stepArray(values)),
    streamCase(`${name}, tensors and arrays in turn`, make, (session, values, t) => {
      if (t % 3 === 1) {
        const state = session.state();
        session.reset(state);
        for (const part of state ?? []) dispose({ ...part });
      }
      return t % 2 === 0 ? stepTensor(session, values) : session.stepArray(values);
    }),
  ]),
};

type Session = ReturnType<AnySequence["session"]>;

function stepTensor(session: Session, values: Float32Array): Float32Array {
  const x = tensor2d(values, [1, inputSize]);
  const y = session.step(x);
  const result = y.dataSync<"float32">().slice();
  dispose([x, y]);
  return result;
}

function streamCase(
  name: string,
  make: () => AnySequence,
  step: (session: Session, x: Float32Array, t: number) => Float32Array,
): Case {
  return {
    name,
    run() {
      const sequence = make();
      const values = Rng.fromSeed(2).normal(batch * time * inputSize);
      const [whole, rows] = tidy(() => {
        const x = tensor3d(values, [batch, time, inputSize]);
        const alone = Array.from({ length: batch }, (_, row) =>
          sequence
            .run(slice(x, [row, 0, 0], [1, -1, -1]))
            .y.dataSync<"float32">()
            .slice(),
        );
        return [sequence.run(x).y.dataSync<"float32">().slice(), alone] as const;
      }) as unknown as readonly [Float32Array, readonly Float32Array[]];
      for (let row = 0; row < batch; row++) {
        const expected = steps(
          whole.subarray(row * time * hiddenSize, (row + 1) * time * hiddenSize),
        );
        expectSameBits(`row ${row} alone`, steps(rows[row] as Float32Array), expected);
        const session = sequence.session();
        const streamed = new Float32Array(time * hiddenSize);
        for (let t = 0; t < time; t++) {
          const at = (row * time + t) * inputSize;
          streamed.set(step(session, values.slice(at, at + inputSize), t), t * hiddenSize);
        }
        session.dispose();
        expectSameBits(`row ${row} as a stream`, steps(streamed), expected);
      }
      sequence.dispose();
    },
  };
}

const steps = (values: Float32Array): HostTensor => host([time, hiddenSize], [...values]);
