import { library } from "../../scripts/tsdown.mjs";

export default library({
  entry: ["src/main.ts"],
  platform: "node",
  fixedExtension: false, // .js, as package.json's "bin" has it
  dts: false,
});
