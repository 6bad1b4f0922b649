import { library } from "@unroll/build/library";

export default library({
  entry: ["src/main.ts", "src/heap-child.ts"],
  platform: "node",
  dts: false,
});
