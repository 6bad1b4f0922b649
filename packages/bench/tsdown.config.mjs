import { library } from "../../scripts/tsdown.mjs";

export default library({
  entry: ["src/main.ts", "src/heap-child.ts"],
  platform: "node",
  dts: false,
});
