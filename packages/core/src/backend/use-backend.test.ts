import {
  getBackend,
  type KernelBackend,
  registerBackend,
  removeBackend,
} from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { BackendError } from "../errors.ts";
import { plainBackend } from "../testing/plain-backend.ts";
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
