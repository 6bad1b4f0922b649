import { library } from "../../scripts/tsdown.mjs";

export default library({ entry: ["src/main.ts"], platform: "node", dts: false });
