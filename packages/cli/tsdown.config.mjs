import { library } from "@unroll/build/library";

export default library({
  entry: ["src/main.ts"],
  platform: "node",
  fixedExtension: false, // .js, as package.json's "bin" has it
  dts: false,
});
