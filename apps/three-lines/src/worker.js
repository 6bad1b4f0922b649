import { everything } from "./everything.js";

self.postMessage(await everything());
