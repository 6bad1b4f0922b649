import type { Tensor3D } from "@tensorflow/tfjs-core";
import * as v from "valibot";
import { cells } from "../cells/table.ts";
import { goldenFile } from "../goldens/golden-files.ts";
import { fromKeras } from "../goldens/keras-weights.ts";
import { makeNetwork } from "../verify/network.ts";
import type { TensorJson } from "../verify/schema.ts";
import { assignWeights, toTensor } from "../verify/weights.ts";
import type { Case, Group } from "./case.ts";
import { expectAccepted } from "./pytorch.ts";

/** Keras' own tests: the last output of layers whose weights are constant. */
export const keras: Group = {
  name: "Keras' results",
  cases: () => [
    kerasCase("LSTM", { layer: "LSTM", options: {} }),
    kerasCase("LSTM without unit_forget_bias", {
      layer: "LSTM",
      options: { unit_forget_bias: false },
    }),
    kerasCase("GRU, reset_after", { layer: "GRU", options: { reset_after: true } }),
    kerasCase("GRU, not reset_after", { layer: "GRU", options: { reset_after: false } }),
  ],
};

const schema = v.object({
  cases: v.array(
    v.object({
      layer: v.picklist(["LSTM", "GRU"]),
      options: v.record(v.string(), v.boolean()),
      rows: v.array(v.number()),
    }),
  ),
});
type KerasLayer = Omit<v.InferOutput<typeof schema>["cases"][0], "rows">;

// As keras.json describes them: x = arange(72), kernels of 0.01 and 0.02, biases of 0.03.
const [batch, time, inputSize, units] = [3, 6, 4, 3] as const;

function kerasCase(name: string, { layer, options }: KerasLayer): Case {
  return {
    name,
    async run({ tolerance }) {
      const { cases } = v.parse(schema, await goldenFile("keras.json"));
      const wanted = JSON.stringify(options);
      const golden = cases.find(
        (each) => each.layer === layer && JSON.stringify(each.options) === wanted,
      );
      if (!golden) throw new Error(`keras.json: no case for ${layer} ${wanted}.`);
      expectAccepted(
        {
          name: "the last output",
          kind: "value",
          actual: await lastOutput({ layer, options }),
          // One value a row: with constant weights all units are equal.
          expected: golden.rows.flatMap((value) => new Array<number>(units).fill(value)),
        },
        tolerance,
      );
    },
  };
}

async function lastOutput({ layer, options }: KerasLayer): Promise<Float32Array> {
  const kind = layer === "LSTM" ? "lstm" : "gru";
  const resetAfter = options.reset_after ?? true;
  const { gates } = cells[kind].keras;
  const width = gates.length * units;
  const bias = new Array<number>(width).fill(0.03);
  if (kind === "lstm" && options.unit_forget_bias !== false) {
    bias.fill(1, units, 2 * units); // Keras sets it to 1, whatever the other biases are
  }
  const rows = kind === "gru" && resetAfter ? [bias, bias] : [bias];
  const network = makeNetwork({ kind, inputSize, hiddenSize: units, resetAfter });
  const kernel = constant([inputSize, width], 0.01);
  const recurrentKernel = constant([units, width], 0.02);
  assignWeights("keras.json", network.parameters, fromKeras(gates, kernel, recurrentKernel, rows));
  const x = toTensor({
    shape: [batch, time, inputSize],
    data: Array.from({ length: batch * time * inputSize }, (_, index) => index),
  }) as Tensor3D;
  const last = network.last(x);
  const values = await last.data<"float32">();
  last.dispose();
  x.dispose();
  network.dispose();
  return values;
}

function constant(shape: [number, number], value: number): TensorJson {
  return { shape, data: new Array<number>(shape[0] * shape[1]).fill(value) };
}
