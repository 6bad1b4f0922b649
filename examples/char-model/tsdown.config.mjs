import { library } from "@unroll/build/library";

export default library({ entry: ["src/char-model.ts"], platform: "node", dts: false });
