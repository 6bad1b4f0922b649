import { library } from "@unroll/build/library";

export default library({ entry: ["src/index.ts", "src/node/index.ts"] });
