import { CheckpointError } from "../errors.ts";

interface FileKind {
  /** How such a file begins, one byte a character: one of these texts, or a pattern. */
  readonly start: readonly string[] | RegExp;
  readonly name: string;
  readonly nextStep: string;
}

const CONVERT = "Load it with PyTorch and save the state dict with safetensors.torch.save_file";

// What people pass in place of a safetensors file.
const KINDS: readonly FileKind[] = [
  {
    start: ["PK\x03\x04"],
    name: "a zip archive, as torch.save writes (.pt, .pth, .bin)",
    nextStep: CONVERT,
  },
  {
    start: ["\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"],
    name: "a Python pickle (.pt, .pkl)",
    nextStep: CONVERT,
  },
  {
    start: /^\s*<(!doctype|html|head|body|!--)/i,
    name: "an HTML page",
    nextStep: "Check the address: the server may answer with a page where it has no such file",
  },
  { start: /^\s*<\?xml/i, name: "an XML document", nextStep: "Check the address of the file" },
  {
    start: ["version https://git-lfs"],
    name: "a Git LFS pointer",
    nextStep: "Fetch the file itself with `git lfs pull`",
  },
  {
    start: ["\x89HDF\r\n"],
    name: "an HDF5 file, as Keras writes (.h5)",
    nextStep: "Convert its weights to safetensors",
  },
  {
    start: ["GGUF"],
    name: "a GGUF file",
    nextStep: "Use the safetensors file of the same model",
  },
  {
    start: ["\x93NUMPY"],
    name: "a NumPy array (.npy)",
    nextStep: "Save it with safetensors.numpy.save_file",
  },
  { start: ["\x1f\x8b"], name: "a gzip file", nextStep: "Decompress it first" },
  {
    start: /^\s*[[{]\s*["[{}\]]/,
    name: "a JSON file",
    nextStep: "Pass model.safetensors, not its config or its index",
  },
];

/** The error for bytes that do not begin like a safetensors file, with what they seem to be. */
export function notSafetensors(bytes: Uint8Array, where: string, actual: string): CheckpointError {
  const text = String.fromCharCode(...bytes.subarray(0, 64));
  const kind = KINDS.find(({ start }) =>
    start instanceof RegExp ? start.test(text) : start.some((prefix) => text.startsWith(prefix)),
  );
  return new CheckpointError(
    `${where}: the file must be a safetensors file, got ` +
      (kind
        ? `${kind.name}. ${kind.nextStep}.`
        : `${actual}. Check that it is the right file, or download or save it again.`),
  );
}
