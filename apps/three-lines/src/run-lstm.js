// What a user writes: an LSTM, and the gradient of what it says, on the backend "wasm".
import { getBackend, square, sum, tensor, variableGrads } from "@tensorflow/tfjs-core";
import { wasm } from "@unroll/backend-wasm";
import { loadGradients, lstm, Rng, useBackend } from "@unroll/core";

/** @param {string} [wasmPaths]  the folder of tfjs' own .wasm files */
export async function runLstm(wasmPaths) {
  await useBackend(wasm(wasmPaths === undefined ? {} : { wasmPaths }));
  const rnn = lstm({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) });
  const x = tensor(
    Array.from({ length: 30 }, (_, i) => Math.sin(i)),
    [2, 5, 3],
  );
  await loadGradients();
  const { value, grads } = variableGrads(() => sum(square(rnn.last(x))));
  const [last] = Object.values(grads).slice(-1);
  return {
    backend: getBackend(),
    y: [...(await rnn.last(x).data())],
    loss: (await value.data())[0],
    gradient: [...(await last.data())],
  };
}
