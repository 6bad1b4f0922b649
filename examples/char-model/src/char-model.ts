// Learns to go on with a text, character by character: node dist/char-model.js TEXT FOLDER [EPOCHS]
import { readFile } from "node:fs/promises";
import { mul, multinomial, type Tensor2D, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { wasm } from "@unroll/backend-wasm";
import * as unroll from "@unroll/core";
import { directoryStorage } from "@unroll/core/node";

const [path = "", folder = "", epochs = "10"] = process.argv.slice(2);
await unroll.useBackend(wasm());
const text = await readFile(path, "utf8");
const alphabet = [...new Set(text)].sort();
const tokens = Int32Array.from(text, (character) => alphabet.indexOf(character));
const cut = Math.floor(0.9 * tokens.length);
const train = unroll.tokenStreams(tokens.subarray(0, cut), { batchSize: 32, timeSteps: 64 });
const dev = unroll.tokenStreams(tokens.subarray(cut), { batchSize: 4, timeSteps: 256 });

const [rng, classes] = [unroll.Rng.fromSeed(1), alphabet.length];
const vocabulary = { numEmbeddings: classes, embeddingSize: 64 };
const embedding = new unroll.Embedding({ ...vocabulary, rng: rng.fold("embedding") });
const rnn = unroll.lstm({ inputSize: 64, hiddenSize: 256, rng: rng.fold("rnn") });
const dropout = new unroll.Dropout({ rate: 0.2 });
const head = new unroll.Dense({ inputSize: 256, outputSize: classes, rng: rng.fold("head") });

const trainer = new unroll.Trainer<unroll.StreamBatch<Tensor2D>, unroll.LstmState[]>({
  model: new unroll.Model({ embedding, rnn, head }),
  loss: ({ x, next }, context, carried) => {
    const { y, state } = rnn.run(embedding.forward(x), { state: carried, context });
    return { loss: unroll.crossEntropy(head.forward(dropout.forward(y, context)), next), state };
  },
  optimizer: unroll.adam({ learningRate: 0.004 }),
  schedule: unroll.cosineDecay(),
  clip: { globalNorm: 1 },
  seed: 1,
});
trainer.on("evaluation", ({ epoch, metrics: { bits = 0 } }) => {
  console.log(`epoch ${epoch}: ${bits.toFixed(3)} bits a character\n${write(200)}\n`);
});
await trainer.fit({
  data: train,
  epochs: Number(epochs),
  evaluate: async (how) => ({ bits: (await trainer.meanLoss({ data: dev, ...how })) / Math.LN2 }),
  checkpoint: { storage: directoryStorage(folder), every: 200 },
  resume: true,
});

/** Lets the model write, cooler than it is: what is likely becomes more so. */
function write(length: number): string {
  const session = rnn.session();
  let written = text.slice(0, 1);
  while (written.length <= length) {
    const next = tidy(() => {
      const last = tensor1d([alphabet.indexOf(written.slice(-1))], "int32");
      const logits = head.forward(session.step(embedding.forward(last)));
      return multinomial(mul<Tensor2D>(logits, 1.4), 1, written.length).dataSync()[0];
    });
    written += alphabet[next ?? 0];
  }
  session.dispose();
  return written;
}
