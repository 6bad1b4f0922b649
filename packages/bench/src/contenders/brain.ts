import brain from "brain.js";
import manifest from "brain.js/package.json" with { type: "json" };
import type { RecurrentWork } from "../cases/work.ts";
import { CLASSES, makeRecurrentStart, type RecurrentStart } from "../start/recurrent-start.ts";
import { localContender } from "./task.ts";

type Matrix = { rows: number; columns: number; weights: Float32Array };

/** A row of a GRU with the reset gate before, or of an Elman network with relu: what brain.js has. */
export const brainJs = localContender(manifest.version, (work) => {
  if (work.mode !== "inference" || work.cell === "lstm" || work.batch !== 1) {
    throw new RangeError(
      "brain.js: the work must be inference of one row by a gru or elman, got another.",
    );
  }
  const start = makeRecurrentStart(work);
  const Network = work.cell === "gru" ? brain.recurrent.GRUTimeStep : brain.recurrent.RNNTimeStep;
  const network = new Network({ json: networkJson(work, start) } as object);
  const steps = Array.from({ length: work.time }, (_, step) =>
    start.x.slice(step * work.input, (step + 1) * work.input),
  );
  const run = async () => softmax(network.run<Float32Array[], Float32Array>(steps));
  return {
    results: async () => ({ probabilities: await run() }),
    run,
    dispose: () => undefined,
  };
});

/** What its `fromJSON` reads. */
function networkJson(work: RecurrentWork, start: RecurrentStart): object {
  const { input, hidden } = work;
  const gate = (weights: Float32Array, place: number, columns: number): Matrix => ({
    rows: hidden,
    columns,
    weights: weights.slice(place * hidden * columns, (place + 1) * hidden * columns),
  });
  const zeros = (rows: number): Matrix => ({ rows, columns: 1, weights: new Float32Array(rows) });
  const gateOf = (name: string, place: number) => ({
    [`${name}InputMatrix`]: gate(start.weightIh, place, input),
    [`${name}HiddenMatrix`]: gate(start.weightHh, place, hidden),
    [`${name}Bias`]: zeros(hidden),
  });
  const layer =
    work.cell === "gru"
      ? { ...gateOf("resetGate", 0), ...gateOf("updateGate", 1), ...gateOf("cellWrite", 2) }
      : {
          weight: gate(start.weightIh, 0, input),
          transition: gate(start.weightHh, 0, hidden),
          bias: zeros(hidden),
        };
  return {
    options: { inputSize: input, hiddenLayers: [hidden], outputSize: CLASSES },
    hiddenLayers: [layer],
    outputConnector: { rows: CLASSES, columns: hidden, weights: start.head },
    output: zeros(CLASSES),
  };
}

/** It gives the logits. */
function softmax(logits: Float32Array): Float32Array {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power);
  return powers.map((power) => power / sum);
}
