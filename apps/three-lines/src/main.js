import { everything } from "./everything.js";
import { show } from "./show.js";

show(everything());
