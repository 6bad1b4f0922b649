import { testBackend, tolerances } from "@unroll/conformance/node";
import { hasKernel } from "@unroll/core";
import { expect, test } from "vitest";
import { cpu } from "./cpu.ts";

// A backend that has begun: one forward kernel, without its gradient, and a product.
const begun = ["UnrollGru", "UnrollMatMul"];

testBackend({
  name: "cpu, two kernels",
  make: () => ({ ...cpu(), kernels: cpu().kernels.filter(({ name }) => begun.includes(name)) }),
  tolerance: tolerances.cpu,
});

test("the other kernels are not there", () => {
  expect(hasKernel("UnrollGru")).toBe(true);
  expect(hasKernel("UnrollGruGrad")).toBe(false);
});
