import { CheckpointError } from "../errors.ts";
import { describeValue } from "./describe-value.ts";
import type { StateDict } from "./load-state-dict.ts";
import type { TensorValues } from "./safetensors.ts";

/**
 * A file's tensors under the names a model has for them. A shared parameter may stand in the file under
 * any of its names, or under several with the same values; a name that the file's metadata gives as
 * another name of a tensor, as safetensors' `save_model` does, stands for that tensor.
 *
 * @param names    the name of each parameter
 * @param aliases  other names of shared parameters, each with that name
 * @throws {CheckpointError} when the names of one parameter hold different values
 */
export function underFirstNames(
  { tensors, metadata, where }: Required<StateDict>,
  names: readonly string[],
  aliases: Readonly<Record<string, string>>,
): Map<string, TensorValues> {
  const named = new Map(tensors);
  for (const name of names) {
    const all = [name, ...Object.keys(aliases).filter((alias) => aliases[alias] === name)];
    const kept = all.map((each) => (Object.hasOwn(metadata, each) ? metadata[each] : undefined));
    const [first, ...others] = all.filter((each) => tensors.has(each));
    const found = first ?? kept.find((each) => each !== undefined && tensors.has(each));
    if (found === undefined) continue;
    const stored = tensors.get(found) as TensorValues;
    for (const other of others) {
      if (!sameData(stored, tensors.get(other) as TensorValues)) {
        throw new CheckpointError(
          `${where}: tensor ${describeValue(other)} must equal ${describeValue(found)}, since both are one ` +
            "parameter of this model, got other values. Load it into a model that does not share them.",
        );
      }
    }
    for (const each of all) named.delete(each);
    named.set(name, stored);
  }
  return named;
}

function sameData(a: TensorValues, b: TensorValues): boolean {
  return `${a.shape}` === `${b.shape}` && a.data.every((value, i) => Object.is(value, b.data[i]));
}
