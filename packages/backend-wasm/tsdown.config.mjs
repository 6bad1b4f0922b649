import { assemblyScript } from "../../scripts/assembly-script.mjs";
import { library } from "../../scripts/tsdown.mjs";

export default library({ entry: ["src/index.ts"], plugins: [assemblyScript()] });
