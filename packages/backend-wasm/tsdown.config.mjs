import { assemblyScript } from "@unroll/build/assembly-script";
import { library } from "@unroll/build/library";
import { tfjsLoaders } from "@unroll/build/tfjs-loaders";

export default library({
  entry: ["src/index.ts"],
  plugins: [assemblyScript(), tfjsLoaders()],
  // tfjs' backend comes along: docs/adr/0011.
  deps: { alwaysBundle: [/^@tensorflow\/tfjs-backend-/] },
});
