export { openData } from "./open-data.ts";
