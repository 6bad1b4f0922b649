import { library } from "../../scripts/tsdown.mjs";

export default library({ entry: ["src/index.ts", "src/node/index.ts"] });
