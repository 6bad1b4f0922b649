import { runLstm } from "./run-lstm.js";
import { show } from "./show.js";

show(runLstm("/tfjs-wasm/"));
