import { assemblyScript } from "@unroll/build/assembly-script";
import { library } from "@unroll/build/library";

export default library({ entry: ["src/index.ts"], plugins: [assemblyScript()] });
