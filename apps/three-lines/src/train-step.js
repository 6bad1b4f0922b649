// And who trains: the gradient of an LSTM, on the backend in use.
import { getBackend, square, sum, tensor, variableGrads } from "@tensorflow/tfjs-core";
import { loadGradients, lstm, Rng } from "@unroll/core";

export async function trainStep() {
  await loadGradients();
  const rnn = lstm({ inputSize: 3, hiddenSize: 4, rng: Rng.fromSeed(42) });
  const x = tensor(
    Array.from({ length: 30 }, (_, i) => Math.sin(i)),
    [2, 5, 3],
  );
  const { value, grads } = variableGrads(() => sum(square(rnn.last(x))));
  const [last] = Object.values(grads).slice(-1);
  return {
    backend: getBackend(),
    y: [...(await rnn.last(x).data())],
    loss: (await value.data())[0],
    gradient: [...(await last.data())],
  };
}
