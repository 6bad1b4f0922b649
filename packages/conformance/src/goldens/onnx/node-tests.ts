import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TensorJson } from "../../verify/schema.ts";
import { type NodeProto, readModel, readTensor } from "./proto.ts";

/** A node test of the ONNX standard: one node, its inputs, and the outputs it must give. */
export interface NodeTest {
  node: NodeProto;
  /** By the names of the operator's specification, such as "X" or "initial_h". */
  inputs: Record<string, TensorJson | undefined>;
  /** By "Y", "Y_h" or "Y_c". */
  outputs: Record<string, TensorJson>;
}

const inputNames = ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"];
const outputNames = ["Y", "Y_h", "Y_c"];

/** The names of the tests under a folder. */
export function listNodeTests(folder: string): string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "model.onnx")));
}

export function readNodeTest(folder: string, name: string): NodeTest {
  const { graph } = readModel(readFileSync(join(folder, name, "model.onnx")));
  const [node] = graph.node;
  if (!node || graph.node.length !== 1) {
    throw new RangeError(`readNodeTest: ${name} must hold one node, got ${graph.node.length}.`);
  }
  // Files are numbered in the order of the graph; an operator's place tells what an input means.
  const read = (kind: "input" | "output", places: string[]) =>
    Object.fromEntries(
      graph[kind].map(({ name: value }, index) => {
        const file = join(folder, name, "test_data_set_0", `${kind}_${index}.pb`);
        return [places[node[kind].indexOf(value)], readTensor(readFileSync(file))];
      }),
    );
  return { node, inputs: read("input", inputNames), outputs: read("output", outputNames) };
}
