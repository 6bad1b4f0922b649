import { runLstm } from "./run-lstm.js";

process.stdout.write(JSON.stringify(await runLstm()));
