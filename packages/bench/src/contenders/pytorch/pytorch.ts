import type { ProductWork, RecurrentWork, TranslationWork, Work } from "../../cases/work.ts";
import { timeMajor } from "../../start/layouts.ts";
import { makeProductStart } from "../../start/product-start.ts";
import {
  ADAM_EPSILON,
  CLASSES,
  gates,
  LEARNING_RATE,
  makeRecurrentStart,
} from "../../start/recurrent-start.ts";
import { CLIP_NORM, LABEL_SMOOTHING, makeTranslationStart } from "../../start/translation-start.ts";
import type { Contender, Results, Session } from "../contender.ts";
import { Python } from "./python.ts";

/**
 * PyTorch, with one thread, in a process of its own.
 * @throws {Error} when no Python has it
 */
export async function startPytorch(): Promise<Contender & { close(): void }> {
  const python = await Python.start();
  let count = 0;
  return {
    version: python.version,
    open: (work) => open(python, ++count, work),
    close: () => python.close(),
  };
}

async function open(python: Python, session: number, work: Work): Promise<Session> {
  await python.ask({
    do: "open",
    session,
    work: { ...work, ...settings },
    start: startOf(work),
  });
  return {
    results: async () => {
      const packed = await python.ask<Record<string, string>>({ do: "results", session });
      return unpack(packed);
    },
    sample: (repetitions) => python.ask<number>({ do: "sample", session, repetitions }),
    dispose: () => python.ask({ do: "dispose", session }),
  };
}

const settings = {
  learningRate: LEARNING_RATE,
  epsilon: ADAM_EPSILON,
  labelSmoothing: LABEL_SMOOTHING,
  clipNorm: CLIP_NORM,
};

function startOf(work: Work): object {
  switch (work.kind) {
    case "recurrent":
      return recurrentStart(work);
    case "product":
      return productStart(work);
    case "translation":
      return translationStart(work);
  }
}

function recurrentStart(work: RecurrentWork): object {
  const { cell, batch, time, input, hidden } = work;
  const start = makeRecurrentStart(work);
  const rows = gates[cell] * hidden;
  return {
    x: pack(timeMajor(start.x, batch, time), [time, batch, input]),
    targets: pack(start.targets, [batch]),
    weightIh: pack(start.weightIh, [rows, input]),
    weightHh: pack(start.weightHh, [rows, hidden]),
    head: pack(start.head, [CLASSES, hidden]),
  };
}

function productStart(work: ProductWork): object {
  const { a, aShape, b, bShape } = makeProductStart(work);
  return { a: pack(a, aShape), b: pack(b, bShape) };
}

function translationStart(work: TranslationWork): object {
  const { source, inputs, targets, weights, ...lengths } = makeTranslationStart(work);
  const matrices = Object.entries({ source, inputs, targets, ...weights }).map(
    ([name, { values, shape }]) => [name, pack(values, shape)],
  );
  return {
    ...Object.fromEntries(matrices),
    sourceLengths: pack(lengths.sourceLengths, [work.batch]),
    targetLengths: pack(lengths.targetLengths, [work.batch]),
  };
}

function pack(values: Float32Array | Int32Array, shape: readonly number[]): object {
  const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const type = values instanceof Float32Array ? "float32" : "int32";
  return { data: data.toString("base64"), type, shape };
}

function unpack(packed: Record<string, string>): Results {
  return Object.fromEntries(
    Object.entries(packed).map(([name, data]) => [
      name,
      new Float32Array(Uint8Array.from(Buffer.from(data, "base64")).buffer),
    ]),
  );
}
