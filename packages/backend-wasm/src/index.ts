export { type TfjsWasmFile, type WasmOptions, wasm } from "./wasm.ts";
