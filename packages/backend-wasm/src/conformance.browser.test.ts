import { testBackend, tolerances } from "@unroll/conformance";
import { expect, test } from "vitest";
import { wasm } from "./wasm.ts";

testBackend({ name: "wasm", make: wasm, tolerance: tolerances.wasm });

test("the page is not cross-origin isolated: conformance.isolated.browser.test.ts is", () => {
  expect(crossOriginIsolated).toBe(false);
});
