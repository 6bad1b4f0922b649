import { dispose, type TensorContainer, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { NumericError } from "@unroll/core";
import { Carried } from "./carried.ts";
import type { Choice, Rows } from "./choice.ts";
import { requireStep } from "./require-step.ts";
import { bannedAfter, type Search } from "./search.ts";
import type { Settings } from "./settings.ts";
import type { GenerationStart, StepModel } from "./step-model.ts";

/** The searches that go on, and what the model carries for them. */
export class Batch<State extends object, Memory extends object, S extends Search> {
  readonly #model: StepModel<State, Memory>;
  readonly #choose: (rows: Rows<S>) => Choice;
  readonly #settings: Settings;
  readonly #state: Carried<State>;
  readonly #memory: Carried<Memory>;
  #searches: readonly S[];
  /** Rows of each search; where it has fewer hypotheses, the last of them are dead. */
  #width = 1;

  /** @param choose  finds the next tokens; it runs inside tidy */
  constructor(
    model: StepModel<State, Memory>,
    start: GenerationStart<State, Memory>,
    searches: readonly S[],
    choose: (rows: Rows<S>) => Choice,
    settings: Settings,
  ) {
    this.#model = model;
    this.#choose = choose;
    this.#settings = settings;
    this.#state = new Carried(start.state);
    this.#memory = new Carried(start.memory);
    this.#searches = searches;
    this.leave();
  }

  get searches(): readonly S[] {
    return this.#searches;
  }

  /** Every search goes on by a token. */
  async step(): Promise<void> {
    const { state, choice, attention } = this.#runModel();
    this.#state.replace(state);
    const tensors = [choice.logProbabilities, choice.chosen, ...(attention ? [attention] : [])];
    const reading = Promise.all(tensors.map((tensor) => tensor.data<"float32" | "int32">()));
    const read = await reading.finally(() => dispose(tensors));
    const [logProbabilities, chosen, weights] = read as [Numbers, Numbers, Float32Array?];
    for (const [at, search] of this.#searches.entries()) {
      const found = choice.take(at, logProbabilities, chosen);
      if (found.some(({ logProbability }) => Number.isNaN(logProbability))) {
        throw notANumber(search);
      }
      search.advance(found, weights && this.#attentions(at, weights));
    }
  }

  /** Searches that are over leave; of the others those rows stay that their hypotheses continue. */
  leave(): void {
    const before = this.#searches;
    const width = Math.max(...before.map(({ live }) => live.length));
    const staying = [...before.keys()].filter((at) => before[at]?.live.length !== 0);
    if (staying.length > 0) {
      const rows = staying.flatMap((at) => {
        const { parents } = before[at] as S;
        // A dead row is some row of the same search.
        return Array.from({ length: width }, (_, k) => at * this.#width + (parents[k] ?? 0));
      });
      this.#state.take(rows, before.length * this.#width);
      this.#memory.take(staying, before.length);
    }
    this.#searches = staying.map((at) => before[at] as S);
    this.#width = width;
  }

  dispose(): void {
    this.#state.dispose();
    this.#memory.dispose();
  }

  /** Only what is needed later leaves tidy: the logits are freed at once. */
  #runModel() {
    const [searches, width, settings] = [this.#searches, this.#width, this.#settings];
    const run = () => {
      const shape: [number, number] = [searches.length, width];
      const newest = searches.flatMap(({ live }) =>
        Array.from({ length: width }, (_, k) => live[k]?.token ?? 0),
      );
      const tokens = tensor2d(newest, shape, "int32");
      const step = this.#model.step(tokens, this.#state.tree, this.#memory.tree);
      const { logits, state, attention } = requireStep(step, shape, settings);
      const vocabulary = logits.shape[1];
      const banned = searches.flatMap(({ live }, at) =>
        live.flatMap((hypothesis, k) => {
          const row = (at * width + k) * vocabulary;
          return bannedAfter(hypothesis, settings).map((token) => row + token);
        }),
      );
      const choice = this.#choose({ logits, searches, width, banned, settings });
      return { state, choice, attention: settings.needsAttention ? attention : undefined };
    };
    // tidy's types know no object that holds more than tensors.
    return tidy(run as unknown as () => TensorContainer) as unknown as ReturnType<typeof run>;
  }

  /** Of the rows of the search at this place, as far as its source goes. */
  #attentions(at: number, weights: Float32Array): Float32Array[] {
    const { input } = this.#searches[at] as S;
    const positions = weights.length / (this.#searches.length * this.#width);
    const length = this.#settings.sourceLengths?.[input] ?? positions;
    return Array.from({ length: this.#width }, (_, k) => {
      const first = (at * this.#width + k) * positions;
      return weights.slice(first, first + length);
    });
  }
}

type Numbers = Float32Array | Int32Array;

function notANumber({ input, live }: Search): NumericError {
  return new NumericError(
    `generate: logits must be numbers, got NaN for input ${input} after ${live[0]?.length} tokens. ` +
      "checkNumerics of @unroll/core says where it begins.",
  );
}
