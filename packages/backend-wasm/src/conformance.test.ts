import { testBackend, tolerances } from "@unroll/conformance/node";
import { wasm } from "./wasm.ts";

testBackend({ name: "wasm", make: wasm, tolerance: tolerances.wasm });
