import { testBackend, tolerances } from "@unroll/conformance";
import { wasmPaths } from "./testing/wasm-paths.ts";
import { wasm } from "./wasm.ts";

testBackend({ name: "wasm", make: () => wasm({ wasmPaths }), tolerance: tolerances.wasm });
