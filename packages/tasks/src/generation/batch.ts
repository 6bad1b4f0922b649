import { dispose, type TensorContainer, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { NumericError, topTokens } from "@unroll/core";
import type { Beam, Continuation } from "./beam.ts";
import { Carried } from "./carried.ts";
import { requireStep } from "./require-step.ts";
import type { Settings } from "./settings.ts";
import type { GenerationStart, StepModel } from "./step-model.ts";

/** The beams that go on, and what the model carries for them. */
export class Batch<State extends object, Memory extends object> {
  readonly #model: StepModel<State, Memory>;
  readonly #settings: Settings;
  readonly #state: Carried<State>;
  readonly #memory: Carried<Memory>;
  #beams: readonly Beam[];
  /** Rows of each beam; where it has fewer hypotheses, the last of them are dead. */
  #width = 1;

  constructor(
    model: StepModel<State, Memory>,
    start: GenerationStart<State, Memory>,
    beams: readonly Beam[],
    settings: Settings,
  ) {
    this.#model = model;
    this.#settings = settings;
    this.#state = new Carried(start.state);
    this.#memory = new Carried(start.memory);
    this.#beams = beams;
  }

  get beams(): readonly Beam[] {
    return this.#beams;
  }

  /** Every beam goes on by a token. */
  async step(): Promise<void> {
    const { state, best, places, attention, vocabulary } = this.#runModel();
    this.#state.replace(state);
    const reading = [best, places, ...(attention ? [attention] : [])];
    const read = Promise.all(reading.map((tensor) => tensor.data<"float32" | "int32">()));
    const [scores, chosen, weights] = await read.finally(() => dispose(reading));
    const count = best.size / this.#beams.length;
    for (const [b, beam] of this.#beams.entries()) {
      const found: Continuation[] = [];
      for (let n = b * count; n < (b + 1) * count; n++) {
        const [logProbability, place] = [scores?.[n] as number, chosen?.[n] as number];
        if (place < 0) break; // there are no more
        if (Number.isNaN(logProbability)) throw notANumber(beam);
        const parent = Math.floor(place / vocabulary);
        found.push({ parent, token: place % vocabulary, logProbability });
      }
      beam.advance(found, weights && this.#attentions(b, weights as Float32Array));
    }
  }

  /** Beams that are over leave; of the others those rows stay that their hypotheses continue. */
  leave(): void {
    const before = this.#beams;
    const width = Math.max(...before.map(({ live }) => live.length));
    const staying = [...before.keys()].filter((b) => before[b]?.live.length !== 0);
    if (staying.length > 0) {
      const rows = staying.flatMap((b) => {
        const { parents } = before[b] as Beam;
        const first = b * this.#width;
        return Array.from({ length: width }, (_, k) => first + (parents[k] ?? 0));
      });
      this.#state.take(rows, before.length * this.#width);
      this.#memory.take(staying, before.length);
    }
    this.#beams = staying.map((b) => before[b] as Beam);
    this.#width = width;
  }

  dispose(): void {
    this.#state.dispose();
    this.#memory.dispose();
  }

  /** Only what is needed leaves tidy, so that the logits are freed at once. */
  #runModel() {
    const [beams, width] = [this.#beams, this.#width];
    const shape: [number, number] = [beams.length, width];
    const live = beams.flatMap(({ live }) => Array.from({ length: width }, (_, k) => live[k]));
    const run = () => {
      // A dead hypothesis is given some token: its score alone says that it is dead.
      const tokens = live.map((each) => each?.token ?? 0);
      const scores = live.map((each) => each?.logProbability ?? Number.NEGATIVE_INFINITY);
      const newest = tensor2d(tokens, shape, "int32");
      const { logits, state, attention } = requireStep(
        this.#model.step(newest, this.#state.tree, this.#memory.tree),
        shape,
        this.#settings,
      );
      const vocabulary = logits.shape[1];
      const count = Math.min(this.#settings.candidates, width * vocabulary);
      const banned = beams.flatMap((beam, b) =>
        beam.live.flatMap((hypothesis, k) => {
          const row = (b * width + k) * vocabulary;
          return beam.banned(hypothesis).map((token) => row + token);
        }),
      );
      const [best, places] = topTokens(logits, tensor2d(scores, shape), count, banned);
      return {
        ...{ state, best, places, vocabulary },
        attention: this.#settings.needsAttention ? attention : undefined,
      };
    };
    // tidy's types know of no object that may hold more than tensors.
    return tidy(run as () => TensorContainer) as unknown as ReturnType<typeof run>;
  }

  /** Of beam b's rows, as far as its source goes. */
  #attentions(b: number, weights: Float32Array): Float32Array[] {
    const { input } = this.#beams[b] as Beam;
    const positions = weights.length / (this.#beams.length * this.#width);
    const length = this.#settings.sourceLengths?.[input] ?? positions;
    return Array.from({ length: this.#width }, (_, k) => {
      const first = (b * this.#width + k) * positions;
      return weights.slice(first, first + length);
    });
  }
}

function notANumber(beam: Beam): NumericError {
  return new NumericError(
    `generate: logits must be numbers, got NaN for input ${beam.input} after ${beam.live[0]?.length} tokens. ` +
      "Look for what the model was trained with, and checkNumerics for where it begins.",
  );
}
