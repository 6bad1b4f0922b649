import { dispose, slice, tensor2d, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { Rng, type Sequence } from "@unroll/core";
import { expectClose } from "../compare/expect-close.ts";
import { expectSameBits } from "../compare/same-bits.ts";
import { type HostTensor, host, matrix } from "../draw/host-tensor.ts";
import type { Case, Group } from "./case.ts";

const [batch, time, inputSize, hiddenSize] = [5, 7, 6, 9];

/**
 * A row gives the same bits in a batch, alone, and as a stream of single steps. A cell that is composed
 * of tfjs ops gives the same within rounding: a tfjs backend may multiply one row in another order.
 */
export const streaming: Group = {
  name: "a stream gives the same bits as a batch",
  cases: ({ cells, has }) =>
    cells.flatMap(({ name, kind, variant }) =>
      [1, 2].flatMap((numLayers) => {
        const sizes = { inputSize, hiddenSize, numLayers };
        const make = () => kind.make({ ...sizes, ...variant.options, rng: Rng.fromSeed(1) });
        const exact = kind.kernels !== undefined && has(kind.kernels.forward);
        return Object.entries(ways).map(([way, step]) =>
          streamCase(`${name}, ${numLayers} layers, ${way}`, make, step, exact),
        );
      }),
    ),
};

type Step = (session: Session, x: Float32Array, t: number) => Float32Array;

const ways: Record<string, Step> = {
  tensors: stepTensor,
  arrays: (session, values) => session.stepArray(values),
  "tensors and arrays in turn": (session, values, t) => {
    if (t % 3 === 1) {
      const state = session.state();
      session.reset(state);
      for (const part of state ?? []) dispose({ ...part });
    }
    return t % 2 === 0 ? stepTensor(session, values) : session.stepArray(values);
  },
};

type Session = ReturnType<Sequence["session"]>;

function stepTensor(session: Session, values: Float32Array): Float32Array {
  const x = tensor2d(values, [1, inputSize]);
  const y = session.step(x);
  const result = y.dataSync<"float32">().slice();
  dispose([x, y]);
  return result;
}

function streamCase(name: string, make: () => Sequence, step: Step, exact: boolean): Case {
  return {
    name,
    run({ tolerance }) {
      const expectSame = (what: string, actual: HostTensor, expected: HostTensor) =>
        exact
          ? expectSameBits(what, actual, expected)
          : expectClose(what, actual, matrix(expected), tolerance.forward);
      const sequence = make();
      const { outputSize } = sequence;
      const steps = (values: Float32Array) => host([time, outputSize], [...values]);
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
          whole.subarray(row * time * outputSize, (row + 1) * time * outputSize),
        );
        expectSame(`row ${row} alone`, steps(rows[row] as Float32Array), expected);
        const session = sequence.session();
        const streamed = new Float32Array(time * outputSize);
        for (let t = 0; t < time; t++) {
          const at = (row * time + t) * inputSize;
          streamed.set(step(session, values.slice(at, at + inputSize), t), t * outputSize);
        }
        session.dispose();
        expectSame(`row ${row} as a stream`, steps(streamed), expected);
      }
      sequence.dispose();
    },
  };
}
