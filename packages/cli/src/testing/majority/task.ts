import { type Tensor1D, type Tensor3D, tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import {
  type Context,
  crossEntropy,
  DataError,
  Dense,
  type GruState,
  gru,
  Model,
  type Rng,
  type Sequence,
} from "@unroll/core";
import {
  accuracy,
  confusionMatrix,
  type DataPlace,
  inBatches,
  Pipeline,
  type Task,
  type TrainingRecipe,
  trainingEntries,
  type WorkOptions,
} from "@unroll/tasks";
import * as v from "valibot";

/** A whole task, to show and to test what a task is: is the majority of some numbers above 0? */
const labels = ["negative", "positive"] as const;
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.description("units of the GRU"));

type Numbers = readonly number[];
type Rows = { x: Tensor3D /* [batch, time, 1] */; lengths: number[] };

export interface Majority {
  config: { hiddenSize: number };
  recipe: TrainingRecipe & { hiddenSize: number };
  data: { train: readonly Numbers[]; dev: readonly Numbers[] };
  example: Numbers;
  batch: Rows & { targets: Tensor1D /* [batch] */ };
  parts: Record<never, never>;
  model: MajorityModel;
  figure: "accuracy";
  pipeline: MajorityPipeline;
}

class MajorityModel extends Model<{ rnn: Sequence<GruState>; head: Dense }> {
  constructor(hiddenSize: number, rng: Rng | null) {
    const rnn = gru({ inputSize: 1, hiddenSize, rng: rng?.fold("rnn") ?? null });
    const head = new Dense({
      inputSize: hiddenSize,
      outputSize: 2,
      rng: rng?.fold("head") ?? null,
    });
    super({ rnn, head });
  }

  forward({ x, lengths }: Rows, context?: Context) {
    const { rnn, head } = this.layers;
    return tidy(() => head.forward(rnn.last(x, { lengths, context })));
  }
}

class MajorityPipeline extends Pipeline<Majority> {
  async run(inputs: readonly Numbers[], options: WorkOptions = {}) {
    const answers: { label: string }[] = new Array(inputs.length);
    const lengths = inputs.map(({ length }) => length);
    await inBatches(lengths, options, async (indices) => {
      const { model } = this;
      const logits = tidy(() => model.forward(padded(indices.map((i) => inputs[i] ?? []))));
      const values = await logits.data();
      logits.dispose();
      indices.forEach((index, row) => {
        const [below = 0, above = 0] = values.subarray(2 * row, 2 * row + 2);
        answers[index] = { label: labels[above > below ? 1 : 0] };
      });
    });
    return answers;
  }
}

export const majority: Task<Majority> = {
  name: "majority",
  summary: "says whether most of some numbers are above 0",
  examples: "sequences",
  figures: { accuracy: { label: "accuracy", better: "higher" } },
  config: v.object({ hiddenSize: size }),
  recipe: { hiddenSize: v.optional(size, 8), ...trainingEntries({ learningRate: 0.02 }) },

  async read(place) {
    const all = await readLines(place);
    return { train: all.filter((_, i) => i % 5 > 0), dev: all.filter((_, i) => i % 5 === 0) };
  },
  readSplit: readLines,
  prepare: ({ train, dev }, { recipe: { hiddenSize } }) => ({
    config: { hiddenSize },
    parts: {},
    train: {
      size: train.length,
      length: (index) => train[index]?.length ?? 0,
      batch(indices) {
        const rows = Array.from(indices, (index) => train[index] ?? []);
        return { ...padded(rows), targets: tensor1d(rows.map(majorityOf), "int32") };
      },
    },
    dev,
  }),
  model: ({ hiddenSize }, start) => new MajorityModel(hiddenSize, start?.rng ?? null),
  loss: (model, batch, _, context) => crossEntropy(model.forward(batch, context), batch.targets),

  parts: { load: async () => ({}), save: async () => {} },
  pipeline: (loaded) => new MajorityPipeline(loaded),
  async evaluate(pipeline, examples, options) {
    const answers = (await pipeline.run(examples, options)).map(({ label }) => label);
    const expected = examples.map((numbers) => labels[majorityOf(numbers)]);
    const confusion = confusionMatrix(labels, expected, answers);
    return { examples: examples.length, figures: { accuracy: accuracy(confusion) } };
  },
  card: ({ hiddenSize }) => ({
    title: "Majority model",
    pipelineTag: "other",
    network: "A GRU",
    facts: { Hidden: hiddenSize },
  }),
  command: {
    input: "numbers",
    inputName: "numbers",
    example: '"1 -2 3"',
    show: ({ label }: { label?: string }) => label ?? "",
  },
};

async function readLines(place: DataPlace): Promise<Numbers[]> {
  if (place.kind === "folder") throw new DataError(`${place.where}: must be a file, got a folder.`);
  const text = new TextDecoder().decode(await place.read());
  return text
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number));
}

/** Which of the labels is right. */
function majorityOf(numbers: Numbers): 0 | 1 {
  return 2 * numbers.filter((number) => number > 0).length > numbers.length ? 1 : 0;
}

function padded(rows: readonly Numbers[]): Rows {
  const lengths = rows.map(({ length }) => length);
  const time = Math.max(1, ...lengths);
  const values = rows.map((row) => Array.from({ length: time }, (_, t) => [row[t] ?? 0]));
  return { x: tensor(values, [rows.length, time, 1]), lengths };
}
