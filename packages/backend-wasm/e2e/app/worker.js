import { runLstm } from "./run-lstm.js";

self.postMessage(await runLstm("/tfjs-wasm/"));
