import { everything } from "./everything.js";

process.stdout.write(JSON.stringify(await everything()));
