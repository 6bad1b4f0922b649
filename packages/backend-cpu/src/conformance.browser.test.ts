import { testBackend, tolerances } from "@unroll/conformance";
import { cpu } from "./cpu.ts";

testBackend({ name: "cpu", make: cpu, tolerance: tolerances.cpu });
