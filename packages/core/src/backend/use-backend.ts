import {
  backend as backendInUse,
  findBackendFactory,
  getBackend,
  getKernel,
  ready,
  registerKernel,
  setBackend,
} from "@tensorflow/tfjs-core";
import { BackendError } from "../errors.ts";
import type { Backend } from "./backend.ts";
import { noteStarted } from "./started-backends.ts";

/**
 * Starts a backend, registers its kernels and makes it the one in use.
 * Calling it again with another backend switches; tensors move on their next use.
 *
 * @throws {BackendError} when the backend cannot run here
 */
export async function useBackend(backend: Backend): Promise<void> {
  requireBackend(backend);
  if (backend.name.includes("_")) {
    throw new BackendError(
      `useBackend: a backend's name must not contain "_", got "${backend.name}". Rename the tfjs backend.`,
    );
  }
  await backend.start();
  if (findBackendFactory(backend.name) === null) {
    throw new BackendError(
      `useBackend: "${backend.name}" must be a registered tfjs backend after its start, got none. ` +
        "Register it in start(), or use cpu() of @unroll/backend-cpu.",
    );
  }
  // None as long as no backend was in use, or when it was removed; setBackend leaves the name of one that failed.
  const previous = getBackend() as string | undefined | null;
  try {
    await setUp(backend);
  } catch (error) {
    if (previous) await setBackend(previous);
    throw error;
  }
  for (const kernel of backend.kernels) {
    if (getKernel(kernel.name, backend.name) === undefined) {
      registerKernel(kernel.toKernelConfig(backend.name));
    }
  }
  noteStarted(backend);
}

/** Of what JavaScript lets through, the likeliest are a factory that was not called and tfjs' name of a backend. */
function requireBackend(value: unknown): asserts value is Backend {
  const refuse = (actual: string, nextStep: string): never => {
    throw new BackendError(
      `useBackend: the backend must be an object with name, kernels and start, got ${actual}. ${nextStep}.`,
    );
  };
  if (typeof value === "function") {
    const name = value.name || "wasm";
    refuse(`the function ${name}`, `Call it: useBackend(${name}())`);
  }
  if (typeof value === "string") {
    refuse(
      `the name "${value}"`,
      "Pass what a backend's package makes, such as wasm() of @unroll/backend-wasm; " +
        "for tfjs' ops alone pass { name, kernels: [], start }",
    );
  }
  if (value instanceof Promise) refuse("a promise", "Await it first");
  const nextStep = "Pass such as cpu() of @unroll/backend-cpu";
  if (typeof value !== "object" || value === null) refuse(String(value), nextStep);
  const { name, kernels, start } = value as Partial<Backend>;
  const missing = [
    ...(typeof name === "string" ? [] : ["name"]),
    ...(Array.isArray(kernels) ? [] : ["kernels"]),
    ...(typeof start === "function" ? [] : ["start"]),
  ];
  if (missing.length > 0) refuse(`one without ${missing.join(" and ")}`, nextStep);
}

/** Makes the tfjs backend the one in use and prepares it. */
async function setUp(backend: Backend): Promise<void> {
  if (!(await setBackend(backend.name))) {
    throw new BackendError(
      `useBackend: "${backend.name}" did not start: tfjs says why on the console. Use another backend, such as cpu() of @unroll/backend-cpu.`,
    );
  }
  await ready();
  await backend.attach?.(backendInUse());
}
