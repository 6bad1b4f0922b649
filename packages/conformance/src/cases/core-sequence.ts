import {
  add,
  dispose,
  engine,
  mul,
  type Scalar,
  scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { CellState, Sequence } from "@unroll/core";
import type { CellKind } from "../cells/cell-kind.ts";
import type { Differentiated } from "../compare/gradient-check.ts";
import { draw, type HostTensor, host, type Nested, nested } from "../draw/host-tensor.ts";
import type { Random } from "../draw/random.ts";
import type { SequenceSizes } from "../draw/sizes.ts";
import { download, upload } from "../kernels/call-kernel.ts";
import type { Cube, Matrix, Vector } from "../reference/linear-algebra.ts";
import { type NamedValues, type SequenceReference, sequence } from "../reference/sequence.ts";

/** How layers stand in a stack, whatever their cell is. */
export interface Layout extends Omit<SequenceReference, "cell" | "options" | "lengths"> {
  bias: boolean;
  kernels: "auto" | "off";
  /** What is asked for: every output and the final states, or the last output alone. */
  output: "all" | "last";
}

/** A stack of layers as core runs it. */
export interface Stack extends Layout {
  kind: CellKind;
  options: object;
}

/** The stack at given sizes, with drawn weights and states. */
export class CoreSequence implements Differentiated<NamedValues> {
  readonly inputs: NamedValues;
  readonly #values: Record<string, HostTensor> = {};
  readonly #reference: SequenceReference;
  readonly #make: () => Sequence;
  readonly #output: Layout["output"];

  /** @param spoil  changes values before they are used */
  constructor(
    stack: Stack,
    sizes: SequenceSizes,
    lengths: number[],
    random: Random,
    spoil: (values: Record<string, HostTensor>) => void = () => {},
  ) {
    const { batch, time, inputSize, hiddenSize } = sizes;
    const { kind, output, ...layout } = stack;
    this.#output = output;
    this.#reference = { ...layout, cell: kind.reference, lengths };
    this.#make = () => {
      const { options, ...rest } = layout;
      return kind.make({ ...rest, ...options, inputSize, hiddenSize, rng: null });
    };
    const { parameters, cells } = describeSequence(this.#make);
    this.#values.x = draw(random, [batch, time, inputSize]);
    for (const [name, shape] of Object.entries(parameters)) {
      this.#values[name] = draw(random, shape, 1.5 / Math.sqrt(shape[1] ?? 1));
    }
    cells.forEach((stateSizes, place) => {
      for (const [name, size] of Object.entries(stateSizes)) {
        this.#values[`${name}0[${place}]`] = draw(random, [batch, size]);
      }
    });
    spoil(this.#values);
    this.inputs = Object.fromEntries(
      Object.entries(this.#values).map(([name, value]) => [
        name,
        nested(value) as Vector | Matrix | Cube,
      ]),
    );
  }

  forward(inputs: NamedValues): Nested[] {
    const [y, ...states] = sequence(inputs, this.#reference) as [Cube, ...Matrix[]];
    if (this.#output === "all") return [y, ...states];
    const { cell, bidirectional } = this.#reference;
    const final = states.filter((_, k) => k % cell.states.length === 0); // h of every place
    const [forward, reverse] = final.slice(bidirectional ? -2 : -1) as [Matrix, Matrix | undefined];
    return [forward.map((row, b) => [...row, ...(reverse?.[b] ?? [])])];
  }

  /** Core's outputs, without a gradient: y, then the final states. */
  async outputs(): Promise<HostTensor[]> {
    return this.#with(async (network, tensors) => {
      const outputs = tidy(() => this.#run(network, tensors));
      const values: HostTensor[] = [];
      for (const output of outputs) values.push(await download(output));
      dispose(outputs);
      return values;
    });
  }

  gradients(dOutputs: Nested[]): Promise<Record<string, Nested>> {
    return this.#with(async (network, tensors) => {
      const sources: Record<string, Tensor> = { ...tensors, ...network.parameters };
      const { value, grads } = engine().gradients(
        () =>
          this.#run(network, tensors)
            .map((output, k) => sum(mul(output, upload(host(output.shape, dOutputs[k] ?? 0)))))
            .reduce((total, part) => add(total, part), scalar(0)) as Scalar,
        Object.values(sources),
        undefined,
        true,
      );
      const result: Record<string, Nested> = {};
      for (const [index, [name, source]] of Object.entries(sources).entries()) {
        const gradient = grads[index] ?? zerosLike(source);
        result[name] = nested(await download(gradient));
        gradient.dispose();
      }
      value.dispose();
      return result;
    });
  }

  #run(network: Sequence, tensors: Record<string, Tensor>): Tensor[] {
    const state = network.cells.map((cell, place) =>
      Object.fromEntries(
        Object.keys(cell.stateSizes).map((name) => [name, tensors[`${name}0[${place}]`]]),
      ),
    ) as unknown as CellState[];
    const options = { lengths: this.#reference.lengths, state };
    if (this.#output === "last") return [network.last(tensors.x as Tensor, options)];
    const result = network.run(tensors.x as Tensor, options);
    return [result.y, ...result.state.flatMap((each) => Object.values<Tensor2D>(each))];
  }

  /** Runs the body with the sequence and its inputs on the backend, and frees both. */
  async #with<T>(
    body: (network: Sequence, tensors: Record<string, Tensor>) => Promise<T>,
  ): Promise<T> {
    const network = this.#make();
    const tensors: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(this.#values)) {
      const tensor = upload(value);
      const parameter = network.parameters[name];
      if (parameter) {
        parameter.assign(tensor);
        tensor.dispose();
      } else {
        tensors[name] = tensor;
      }
    }
    try {
      return await body(network, tensors);
    } finally {
      network.dispose();
      dispose(tensors);
    }
  }
}

/** Shapes of the parameters, and of every cell's state. */
function describeSequence(make: () => Sequence) {
  const network = make();
  const parameters = Object.fromEntries(
    Object.entries(network.parameters).map(([name, { shape }]) => [name, shape]),
  );
  const cells = network.cells.map(
    ({ stateSizes }) => ({ ...stateSizes }) as Record<string, number>,
  );
  network.dispose();
  return { parameters, cells };
}
