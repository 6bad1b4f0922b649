import { pages } from "./pages/index.ts";
import { startShell } from "./shell/shell.ts";
import "./style/index.css";

startShell(pages);
