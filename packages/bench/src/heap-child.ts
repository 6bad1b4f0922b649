/** Trains a case on wasm and prints by how many bytes the heap grew. Arguments: who, case, variant. */
import { backend } from "@tensorflow/tfjs-core";
import { startBackend } from "./backends.ts";
import { parseCase } from "./cases/parse-case.ts";
import type { Variant, Work } from "./cases/work.ts";
import { localContenders } from "./contenders/local-contenders.ts";

const UPDATES = 5;

const [name, caseName, variant] = process.argv.slice(2) as [
  "unroll" | "tfjs-layers",
  string,
  Variant,
];
const training = parseCase(caseName)?.find(({ mode }) => mode === "training");
await startBackend("wasm");
const before = heapSize();
const session = await (await localContenders[name]()).open({ ...training, variant } as Work);
await session.sample(UPDATES);
process.stdout.write(`${heapSize() - before}\n`);

/** Emscripten's view of the whole heap of tfjs' wasm module. */
function heapSize(): number {
  const { wasm } = backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  return wasm.HEAPU8.buffer.byteLength;
}
