import { testBackend, tolerances } from "@unroll/conformance/node";
import { cpu } from "./cpu.ts";

testBackend({ name: "cpu", make: cpu, tolerance: tolerances.cpu });
