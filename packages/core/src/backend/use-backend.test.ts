import {
  getBackend,
  type KernelBackend,
  registerBackend,
  removeBackend,
} from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { BackendError } from "../errors.ts";
import { plainBackend } from "../testing/plain-backend.ts";
import type { Backend } from "./backend.ts";
import { useBackend } from "./use-backend.ts";

test("starts a backend, and again without harm", async () => {
  await useBackend(plainBackend);
  await useBackend(plainBackend);
  expect(getBackend()).toBe("cpu");
});

test("a name that tfjs cannot register kernels under is refused", async () => {
  await expect(useBackend({ ...plainBackend, name: "my_cpu" })).rejects.toThrow(
    'useBackend: a backend\'s name must not contain "_", got "my_cpu"',
  );
});

test("what is no backend is refused with what to write instead", async () => {
  const refusal = (value: unknown) =>
    useBackend(value as Backend).catch((error: unknown) => {
      expect(error).toBeInstanceOf(BackendError);
      return (error as BackendError).message;
    });
  const start = "useBackend: the backend must be an object with name, kernels and start, got ";
  expect(await refusal(function wasm() {})).toBe(
    `${start}the function wasm. Call it: useBackend(wasm()).`,
  );
  expect(await refusal(() => plainBackend)).toContain("useBackend(wasm())");
  expect(await refusal("webgl")).toBe(
    `${start}the name "webgl". Pass what a backend's package makes, such as wasm() of @unroll/backend-wasm; ` +
      "for tfjs' ops alone pass { name, kernels: [], start }.",
  );
  expect(await refusal(Promise.resolve(plainBackend))).toBe(`${start}a promise. Await it first.`);
  expect(await refusal(undefined)).toBe(
    `${start}undefined. Pass such as cpu() of @unroll/backend-cpu.`,
  );
  expect(await refusal(null)).toContain("got null");
  expect(await refusal({ name: "cpu" })).toContain("got one without kernels and start. Pass");
});

test("what cannot start says so, and the backend in use stays", async () => {
  await useBackend(plainBackend);
  const start = () => Promise.reject(new BackendError("useBackend: no such device. Use cpu()."));
  await expect(useBackend({ name: "none", kernels: [], start })).rejects.toThrow("no such device");
  await expect(
    useBackend({ name: "none", kernels: [], start: () => Promise.resolve() }),
  ).rejects.toThrow('useBackend: "none" must be a registered tfjs backend');
  expect(getBackend()).toBe("cpu");
});

test("after a backend that cannot be made, or not be prepared, the one before is in use", async () => {
  await useBackend(plainBackend);
  registerBackend("broken", () => Promise.reject(new Error("no device")));
  const start = () => Promise.resolve();
  await expect(useBackend({ name: "broken", kernels: [], start })).rejects.toThrow(
    'useBackend: "broken" did not start',
  );
  expect(getBackend()).toBe("cpu");
  removeBackend("broken");

  registerBackend("bare", () => ({ dispose() {} }) as KernelBackend);
  const attach = () => Promise.reject(new BackendError("useBackend: no kernels here. Use cpu()."));
  await expect(useBackend({ name: "bare", kernels: [], start, attach })).rejects.toThrow(
    "no kernels here",
  );
  expect(getBackend()).toBe("cpu");
  removeBackend("bare");
});
